/** The migrator as a program. */
@NullMarked
package dev.persistence.migrate.cli;

import org.jspecify.annotations.NullMarked;
