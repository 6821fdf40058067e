/** Metrics of routing for Micrometer, which the application brings. */
@NullMarked
package dev.persistence.routing.micrometer;

import org.jspecify.annotations.NullMarked;
