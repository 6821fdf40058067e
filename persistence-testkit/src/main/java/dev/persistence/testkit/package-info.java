/** Seeded random test data, and the failure of every server that cannot be had here. */
@NullMarked
package dev.persistence.testkit;

import org.jspecify.annotations.NullMarked;
