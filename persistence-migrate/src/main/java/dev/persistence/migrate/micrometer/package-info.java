/** Metrics of migrations for Micrometer, which the application brings. */
@NullMarked
package dev.persistence.migrate.micrometer;

import org.jspecify.annotations.NullMarked;
