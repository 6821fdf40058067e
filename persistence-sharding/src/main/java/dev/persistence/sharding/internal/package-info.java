/** How buckets are shared out, written down and looked up; not part of the API. */
@NullMarked
package dev.persistence.sharding.internal;

import org.jspecify.annotations.NullMarked;
