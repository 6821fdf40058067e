/** Latencies on real embedded servers, ours beside the peers, in alternating blocks. */
@NullMarked
package dev.persistence.benchmarks.database;

import org.jspecify.annotations.NullMarked;
