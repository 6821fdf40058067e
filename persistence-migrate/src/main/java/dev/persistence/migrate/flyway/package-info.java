/** Migrations beside those of Flyway, which has to be on the class path. */
@NullMarked
package dev.persistence.migrate.flyway;

import org.jspecify.annotations.NullMarked;
