/** Migrations in files: SQL with directives in its comments, found by version. */
@NullMarked
package dev.persistence.migrate.file;

import org.jspecify.annotations.NullMarked;
