/** How writes wait, are put together, are tried again and reach the database behind the caller. */
@NullMarked
package dev.persistence.cache.internal.behind;

import org.jspecify.annotations.NullMarked;
