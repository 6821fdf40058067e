package dev.persistence.benchmarks.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;

/**
 * Clients that each write at their own fixed pace, whatever the database does. A write is measured
 * from when it was due, so that one that waits behind a slow one counts its wait.
 */
final class PacedWriters implements AutoCloseable {

  static final int PER_SECOND = 300;

  private static final int WRITERS = 6;
  private static final long BETWEEN_NANOS = 1_000_000_000L * WRITERS / PER_SECOND;
  private static final long LONGEST_NANOS = 600_000_000_000L;
  private static final int DIGITS = 3;

  private final DataSource source;
  private final int rows;
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
  private final List<Future<Histogram>> writing = new ArrayList<>();

  /** Ended by the owner; asked by each writer before each write. */
  private final Shift shift = new Shift();

  private PacedWriters(DataSource source, int rows) {
    this.source = source;
    this.rows = rows;
  }

  /** Starts writing to rows 1 to {@code rows}. */
  static PacedWriters start(DataSource source, int rows) {
    PacedWriters writers = new PacedWriters(source, rows);
    for (int i = 0; i < WRITERS; i++) {
      long offset = i * BETWEEN_NANOS / WRITERS;
      SplittableRandom random = new SplittableRandom(i);
      writers.writing.add(writers.threads.submit(() -> writers.write(random, offset)));
    }
    return writers;
  }

  /**
   * Lets them do what is due by now, and returns how long each write took from when it was due, in
   * nanoseconds.
   */
  Histogram stop() throws Exception {
    shift.end();
    Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
    for (Future<Histogram> one : writing) {
      all.add(one.get());
    }
    return all;
  }

  private Histogram write(SplittableRandom random, long offset)
      throws SQLException, InterruptedException {
    Histogram nanos = new Histogram(LONGEST_NANOS, DIGITS);
    try (Connection connection = source.getConnection();
        PreparedStatement update =
            connection.prepareStatement("UPDATE person SET first_name = ? WHERE id = ?")) {
      long due = System.nanoTime() + offset;
      while (shift.reaches(due += BETWEEN_NANOS)) {
        update.setString(1, "first" + random.nextInt(1_000));
        update.setInt(2, 1 + random.nextInt(rows));
        update.executeUpdate();
        nanos.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - due));
      }
    }
    return nanos;
  }

  @Override
  public void close() {
    shift.abandon();
    threads.shutdownNow();
  }
}
