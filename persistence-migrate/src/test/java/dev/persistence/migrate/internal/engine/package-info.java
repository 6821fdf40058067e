/** Tests of what differs between databases. */
@NullMarked
package dev.persistence.migrate.internal.engine;

import org.jspecify.annotations.NullMarked;
