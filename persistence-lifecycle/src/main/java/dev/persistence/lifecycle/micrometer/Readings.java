package dev.persistence.lifecycle.micrometer;

import dev.persistence.core.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was read of the database of late. One caller reads anew, others get what was before. */
final class Readings {

  private static final Logger LOG = LoggerFactory.getLogger(Readings.class);

  /** Where values come from. */
  interface Source {
    Reading read() throws SQLException;
  }

  private record Known(Reading reading, long atNanos) {}

  private final Source source;
  private final Duration maxAge;
  private final TimeSource time;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable Known known;

  Readings(Source source, Duration maxAge, TimeSource time) {
    this.source = source;
    this.maxAge = maxAge;
    this.time = time;
  }

  Reading now() {
    Known found = known;
    boolean fresh = found != null && time.nanos() - found.atNanos() < maxAge.toNanos();
    if (fresh || !reading.compareAndSet(false, true)) {
      return found == null ? Reading.UNKNOWN : found.reading();
    }
    try {
      Known read = new Known(read(), time.nanos());
      known = read;
      return read.reading();
    } finally {
      reading.set(false);
    }
  }

  private Reading read() {
    try {
      return source.read();
    } catch (SQLException | RuntimeException failure) {
      // Whatever it is, it is no reason for other metrics of the scrape to be missing.
      LOG.debug("Nothing is known of the life of data for now", failure);
      return Reading.UNKNOWN;
    }
  }
}
