/** Four ways to spread reads over replicas, side by side on real servers. */
@NullMarked
package dev.persistence.examples.quickstart;

import org.jspecify.annotations.NullMarked;
