/** Random test data that a seed determines. */
@NullMarked
package dev.persistence.testkit;

import org.jspecify.annotations.NullMarked;
