/** What a schema change is on each database: statements, probes, triggers, the catalog. */
@NullMarked
package dev.persistence.migrate.internal.engine;

import org.jspecify.annotations.NullMarked;
