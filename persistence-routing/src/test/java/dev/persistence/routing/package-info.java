/** Tests of routing through its public types. */
@NullMarked
package dev.persistence.routing;

import org.jspecify.annotations.NullMarked;
