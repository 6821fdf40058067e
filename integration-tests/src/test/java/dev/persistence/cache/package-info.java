/** A cache beside what its own module does not read, such as the count of what a thread makes. */
@NullMarked
package dev.persistence.cache;

import org.jspecify.annotations.NullMarked;
