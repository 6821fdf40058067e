/** Tests beside the real Flyway. */
@NullMarked
package dev.persistence.migrate.liquibase;

import org.jspecify.annotations.NullMarked;
