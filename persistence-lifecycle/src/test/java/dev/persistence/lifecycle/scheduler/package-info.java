@NullMarked
package dev.persistence.lifecycle.scheduler;

import org.jspecify.annotations.NullMarked;
