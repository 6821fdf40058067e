/** How statements are read, what is known of the tables, and the catalogue of each database. */
@NullMarked
package dev.persistence.migrate.internal.lint;

import org.jspecify.annotations.NullMarked;
