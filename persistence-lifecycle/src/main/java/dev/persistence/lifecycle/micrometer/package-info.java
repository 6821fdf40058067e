/** Metrics of the life of data for Micrometer, which the application brings. */
@NullMarked
package dev.persistence.lifecycle.micrometer;

import org.jspecify.annotations.NullMarked;
