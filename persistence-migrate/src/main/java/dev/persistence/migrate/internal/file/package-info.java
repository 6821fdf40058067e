/** How a file becomes a migration. */
@NullMarked
package dev.persistence.migrate.internal.file;

import org.jspecify.annotations.NullMarked;
