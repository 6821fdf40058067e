/** Migrations of a live schema: what changes, its phases, and who runs them. */
@NullMarked
package dev.persistence.migrate;

import org.jspecify.annotations.NullMarked;
