/** How the tiers work together; not for users. */
@NullMarked
package dev.persistence.cache.internal;

import org.jspecify.annotations.NullMarked;
