/** How fresh a read must be, as values that routing obeys and that caches and jobs set. */
@NullMarked
package dev.persistence.core.consistency;

import org.jspecify.annotations.NullMarked;
