/** Placeholder sentence. */
@NullMarked
package dev.persistence.testkit;

import org.jspecify.annotations.NullMarked;
