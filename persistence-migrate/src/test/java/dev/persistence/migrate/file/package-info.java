/** Migrations in files, as they are read and run. */
@NullMarked
package dev.persistence.migrate.file;

import org.jspecify.annotations.NullMarked;
