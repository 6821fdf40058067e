/** What Micrometer is shown of migrations. */
@NullMarked
package dev.persistence.migrate.micrometer;

import org.jspecify.annotations.NullMarked;
