/** Who runs a migration: the lock, the journal, the phases. */
@NullMarked
package dev.persistence.migrate.internal.run;

import org.jspecify.annotations.NullMarked;
