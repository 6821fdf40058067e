/** Clocks that stand still until a test moves them. */
@NullMarked
package dev.persistence.testkit.time;

import org.jspecify.annotations.NullMarked;
