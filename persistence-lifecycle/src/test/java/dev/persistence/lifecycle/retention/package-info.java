/** Tests of retention policies, on each engine. */
@NullMarked
package dev.persistence.lifecycle.retention;

import org.jspecify.annotations.NullMarked;
