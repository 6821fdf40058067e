package dev.persistence.benchmarks.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;

/**
 * One thread that updates a random row of {@code events} every 5 ms. How long an update takes is
 * counted from when it was due, so that those count too which a slow one has held up.
 *
 * @param firstId of the rows that are updated
 * @param rows how many they are
 */
record SteadyUpdates(DataSource dataSource, long firstId, int rows) {

  private static final long PERIOD_NANOS = 5_000_000;
  private static final long LONGEST_NANOS = 60_000_000_000L;

  /** Returns a histogram for nanoseconds. */
  static Histogram histogram() {
    return new Histogram(LONGEST_NANOS, 3);
  }

  /**
   * Does the work and the updates that are due by its end, and returns how many nanoseconds the
   * updates beside it took.
   */
  Histogram during(Callable<?> work) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Shift shift = new Shift();
    try {
      Future<Histogram> updates = thread.submit(() -> update(shift));
      work.call();
      shift.end();
      return updates.get();
    } finally {
      shift.abandon();
      thread.shutdownNow();
    }
  }

  private Histogram update(Shift shift) throws SQLException, InterruptedException {
    Histogram nanos = histogram();
    SplittableRandom random = new SplittableRandom(1);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement("UPDATE events SET counter = counter + 1 WHERE id = ?")) {
      long due = System.nanoTime();
      while (shift.reaches(due)) {
        update.setLong(1, firstId + random.nextLong(rows));
        update.executeUpdate();
        nanos.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - due));
        due += PERIOD_NANOS;
      }
    }
    return nanos;
  }
}
