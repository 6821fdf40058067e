/** Tests of partitions, on PostgreSQL. */
@NullMarked
package dev.persistence.lifecycle.partition;

import org.jspecify.annotations.NullMarked;
