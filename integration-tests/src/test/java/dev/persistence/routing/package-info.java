/** Routing beside what its own module does not read, such as the flight recorder. */
@NullMarked
package dev.persistence.routing;

import org.jspecify.annotations.NullMarked;
