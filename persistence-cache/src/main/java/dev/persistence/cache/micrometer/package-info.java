/** Metrics of caches for Micrometer, which the application brings. */
@NullMarked
package dev.persistence.cache.micrometer;

import org.jspecify.annotations.NullMarked;
