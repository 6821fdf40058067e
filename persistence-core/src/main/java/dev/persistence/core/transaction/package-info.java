/** A body of work in one transaction: begun, retried after a conflict, ended without doubt. */
@NullMarked
package dev.persistence.core.transaction;

import org.jspecify.annotations.NullMarked;
