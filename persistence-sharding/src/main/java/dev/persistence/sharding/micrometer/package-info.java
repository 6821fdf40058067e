/** Metrics of sharded data sources for Micrometer, which the application brings. */
@NullMarked
package dev.persistence.sharding.micrometer;

import org.jspecify.annotations.NullMarked;
