/** Placeholder sentence. */
@NullMarked
package dev.persistence.routing;

import org.jspecify.annotations.NullMarked;
