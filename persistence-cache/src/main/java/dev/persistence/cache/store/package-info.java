/** What a shared store must do for caches, for those who bring one. */
@NullMarked
package dev.persistence.cache.store;

import org.jspecify.annotations.NullMarked;
