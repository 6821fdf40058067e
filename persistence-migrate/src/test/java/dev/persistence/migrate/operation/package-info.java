/** A suite for each operation, and the operations on each engine. */
@NullMarked
package dev.persistence.migrate.operation;

import org.jspecify.annotations.NullMarked;
