package dev.persistence.examples.quickstart;

import dev.persistence.core.consistency.Session;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Concurrent sessions that each write their own row and read it back, at once and a little later,
 * as a user does who saves a form and looks at the result.
 */
final class Workload {

  static final int SESSIONS = 8;

  private static final Duration LENGTH = Duration.ofSeconds(6);
  private static final List<Duration> READ_AFTER =
      List.of(Duration.ZERO, Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofMillis(40));

  private final int primaryPort;

  Workload(PostgresCluster cluster) {
    this.primaryPort = cluster.primary().port();
  }

  /** Runs all sessions to the end and returns what they saw. */
  Result run(String name, DataSource writing, DataSource reading) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(SESSIONS);
    try {
      List<Future<List<Read>>> running = new ArrayList<>();
      long end = System.nanoTime() + LENGTH.toNanos();
      for (int id = 1; id <= SESSIONS; id++) {
        int row = id;
        running.add(executor.submit(() -> session(new Visit(row, writing, reading), end)));
      }
      List<Read> reads = new ArrayList<>();
      for (Future<List<Read>> each : running) {
        reads.addAll(each.get());
      }
      return new Result(name, reads);
    } finally {
      executor.shutdownNow();
      executor.awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  /** One actor: the row it owns, and how it writes and reads. */
  private record Visit(int row, DataSource writing, DataSource reading) {}

  private List<Read> session(Visit visit, long end) throws Exception {
    List<Read> seen = new ArrayList<>();
    try (Session session = Session.open()) {
      while (System.nanoTime() < end) {
        long version = write(visit);
        for (Duration pause : READ_AFTER) {
          TimeUnit.NANOSECONDS.sleep(pause.toNanos());
          seen.add(read(visit, version));
        }
      }
    }
    return seen;
  }

  private static long write(Visit visit) throws SQLException {
    try (Connection connection = visit.writing().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "update note set version = version + 1 where id = ? returning version")) {
      statement.setInt(1, visit.row());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private Read read(Visit visit, long written) throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = visit.reading().getConnection()) {
      connection.setReadOnly(true);
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select version, inet_server_port() from note where id = ?")) {
        statement.setInt(1, visit.row());
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          boolean stale = row.getLong(1) < written;
          boolean onReplica = row.getInt(2) != primaryPort;
          return new Read(System.nanoTime() - start, stale, onReplica);
        }
      }
    }
  }
}
