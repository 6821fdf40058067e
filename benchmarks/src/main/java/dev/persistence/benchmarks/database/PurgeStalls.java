package dev.persistence.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.Spread;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.purge.Purge;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;

/**
 * How long old rows of a table take to go, and how long an updater of its other rows waits
 * meanwhile: one DELETE and our purge, in turns, on PostgreSQL.
 */
public final class PurgeStalls {

  public static final String REMOVAL = "A million old rows removed beside an updater";
  public static final String STALL = "The longest update beside that removal";
  public static final String DELETE = "one DELETE";

  private static final int OLD = 1_000_000;
  private static final int YOUNG = 100_000;

  private final HikariDataSource pool;

  private PurgeStalls(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Starts PostgreSQL and returns both standings. */
  public static List<Standing> hold(int rounds) throws Exception {
    HikariConfig config = new HikariConfig();
    try (PostgresCluster server = PostgresCluster.start()) {
      config.setDataSource(server.primary().dataSource());
      try (HikariDataSource pool = new HikariDataSource(config)) {
        return new PurgeStalls(pool).run(rounds);
      }
    }
  }

  private List<Standing> run(int rounds) throws Exception {
    Score delete = new Score(DELETE, false, this::delete);
    Score ours = new Score("ours", true, this::purge);
    for (int round = Turns.WARM_UP; round < rounds; round++) {
      for (Score turn : Turns.of(round, List.of(delete, ours))) {
        Block block = block(turn.removal);
        if (round != Turns.WARM_UP) {
          turn.add(block);
        }
      }
    }
    return List.of(
        new Standing(REMOVAL, "µs a row", List.of(delete.removal(delete), ours.removal(delete))),
        new Standing(STALL, "ms", List.of(delete.stall(delete), ours.stall(delete))));
  }

  /** What one contestant did in one go. */
  private record Block(double microsPerRow, Histogram nanos) {}

  private Block block(Callable<Long> removal) throws Exception {
    fill();
    double[] micros = new double[1];
    Histogram nanos =
        new SteadyUpdates(pool, OLD + 1, YOUNG).during(() -> micros[0] = timed(removal));
    return new Block(micros[0], nanos);
  }

  private static double timed(Callable<Long> removal) throws Exception {
    long started = System.nanoTime();
    long removed = removal.call();
    if (removed != OLD) {
      throw new IllegalStateException(removed + " of " + OLD + " rows are gone");
    }
    return (System.nanoTime() - started) / 1_000.0 / OLD;
  }

  private void fill() throws SQLException {
    run(
        "DROP TABLE IF EXISTS events",
        "CREATE TABLE events (id bigint PRIMARY KEY, seen_at timestamptz NOT NULL, counter int"
            + " NOT NULL, payload text NOT NULL)",
        "INSERT INTO events SELECT n, now() - INTERVAL '60 days' + n * INTERVAL '1 millisecond',"
            + " 0, repeat('x', 100) FROM generate_series(1, %d) n".formatted(OLD),
        "INSERT INTO events SELECT n, now(), 0, repeat('x', 100) FROM generate_series(%d, %d) n"
            .formatted(OLD + 1, OLD + YOUNG),
        "CREATE INDEX events_by_time ON events (seen_at)",
        "VACUUM ANALYZE events",
        "CHECKPOINT");
  }

  private int run(String... statements) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      int changed = 0;
      for (String sql : statements) {
        statement.execute(sql);
        changed = statement.getUpdateCount();
      }
      return changed;
    }
  }

  private long delete() throws SQLException {
    return run("DELETE FROM events WHERE seen_at <= now() - INTERVAL '30 days'");
  }

  private long purge() throws SQLException {
    Catalog catalog;
    try (Connection connection = pool.getConnection()) {
      catalog = Catalog.builder().scan(connection);
      LifecycleTables.create(connection, catalog);
    }
    return Purge.builder(pool, catalog, TableName.of("events"))
        .olderThan("seen_at", Duration.ofDays(30))
        .build()
        .run()
        .removed();
  }

  /** What was measured of one contestant. */
  private static final class Score {

    private final String name;
    private final boolean ours;
    private final Callable<Long> removal;
    private final List<Double> microsPerRow = new ArrayList<>();
    private final List<Double> longestMillis = new ArrayList<>();
    private final Histogram all = SteadyUpdates.histogram();

    Score(String name, boolean ours, Callable<Long> removal) {
      this.name = name;
      this.ours = ours;
      this.removal = removal;
    }

    void add(Block block) {
      microsPerRow.add(block.microsPerRow());
      longestMillis.add(block.nanos().getMaxValue() / 1e6);
      all.add(block.nanos());
    }

    Figure removal(Score measure) {
      return figure(microsPerRow, measure.microsPerRow, Map.of());
    }

    Figure stall(Score measure) {
      return figure(
          longestMillis,
          measure.longestMillis,
          Map.of("p50", millis(50), "p99", millis(99), "p99.9", millis(99.9)));
    }

    private double millis(double percentile) {
      return all.getValueAtPercentile(percentile) / 1e6;
    }

    private Figure figure(
        List<Double> values, List<Double> measures, Map<String, Double> percentiles) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        ratios.add(values.get(i) / measures.get(i));
      }
      return new Figure(
          name, ours, Spread.ofQuartiles(values), Spread.ofQuartiles(ratios), null, percentiles);
    }
  }
}
