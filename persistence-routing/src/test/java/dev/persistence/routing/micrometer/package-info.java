/** What Micrometer is shown of routing. */
@NullMarked
package dev.persistence.routing.micrometer;

import org.jspecify.annotations.NullMarked;
