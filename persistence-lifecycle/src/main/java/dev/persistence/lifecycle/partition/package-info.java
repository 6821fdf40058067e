/** Tables cut by time, so that old rows go by the partition. */
@NullMarked
package dev.persistence.lifecycle.partition;

import org.jspecify.annotations.NullMarked;
