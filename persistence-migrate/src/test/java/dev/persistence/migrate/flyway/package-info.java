/** Tests beside the real Flyway. */
@NullMarked
package dev.persistence.migrate.flyway;

import org.jspecify.annotations.NullMarked;
