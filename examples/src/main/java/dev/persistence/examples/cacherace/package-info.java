/** A race between a commit and a load that leaves a plain cache stale, and ours not. */
@NullMarked
package dev.persistence.examples.cacherace;

import org.jspecify.annotations.NullMarked;
