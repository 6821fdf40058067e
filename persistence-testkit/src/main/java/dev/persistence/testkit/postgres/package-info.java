/** Real PostgreSQL servers for tests: one, or a primary with streaming standbys. */
@NullMarked
package dev.persistence.testkit.postgres;

import org.jspecify.annotations.NullMarked;
