/** The program, by its exit codes and what it tells. */
@NullMarked
package dev.persistence.migrate.cli;

import org.jspecify.annotations.NullMarked;
