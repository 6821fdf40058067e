/** What a statement would do to a live database: the lock, whom it blocks, and the safe way. */
@NullMarked
package dev.persistence.migrate.lint;

import org.jspecify.annotations.NullMarked;
