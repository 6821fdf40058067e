/** What a directory's table says, and what is remembered of it. */
@NullMarked
package dev.persistence.sharding.internal.directory;

import org.jspecify.annotations.NullMarked;
