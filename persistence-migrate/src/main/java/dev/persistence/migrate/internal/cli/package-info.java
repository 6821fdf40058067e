/** What the program takes and tells. */
@NullMarked
package dev.persistence.migrate.internal.cli;

import org.jspecify.annotations.NullMarked;
