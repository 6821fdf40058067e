/** Records what clients wrote and read, and checks the four session guarantees over it. */
@NullMarked
package dev.persistence.testkit.history;

import org.jspecify.annotations.NullMarked;
