/** The watermark clock, the choice of a node, and the lazy connection. */
@NullMarked
package dev.persistence.routing.internal;

import org.jspecify.annotations.NullMarked;
