/** Rows on four databases before and after a fifth one is added, as a picture. */
@NullMarked
package dev.persistence.examples.balance;

import org.jspecify.annotations.NullMarked;
