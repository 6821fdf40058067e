/** The operations of which a migration is made: one file each. */
@NullMarked
package dev.persistence.migrate.internal.operation;

import org.jspecify.annotations.NullMarked;
