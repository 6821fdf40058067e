/** Values kept near and in a shared store, and never stale once writes have ended. */
@NullMarked
package dev.persistence.cache;

import org.jspecify.annotations.NullMarked;
