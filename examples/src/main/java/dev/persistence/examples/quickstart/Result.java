package dev.persistence.examples.quickstart;

import java.time.Duration;
import java.util.List;

/**
 * What the sessions saw through one data source.
 *
 * @param name the data source
 * @param reads all reads of all sessions
 */
record Result(String name, List<Read> reads) {

  long stale() {
    return reads.stream().filter(Read::stale).count();
  }

  long onReplica() {
    return reads.stream().filter(Read::onReplica).count();
  }

  Duration latency(double quantile) {
    long[] sorted = reads.stream().mapToLong(Read::nanos).sorted().toArray();
    return Duration.ofNanos(sorted[(int) (quantile * (sorted.length - 1))]);
  }
}
