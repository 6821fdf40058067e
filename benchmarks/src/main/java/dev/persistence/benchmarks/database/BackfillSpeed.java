package dev.persistence.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.Spread;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;

/**
 * What it takes to fill a new column of a table beside clients that write to it: the backfill of a
 * migration, with its triggers, against one UPDATE of all rows without any, in turn.
 */
public final class BackfillSpeed {

  public static final String FILL = "Fill a column of 400,000 rows beside 300 writes a second";
  public static final String WRITES = "99 of 100 writes beside it, from when they were due";
  public static final String GROWTH = "Fill a column of 4,000,000 rows, a row";
  public static final String RAW = "one UPDATE beside the same triggers";
  public static final String BARE = "one UPDATE without triggers";
  public static final String OURS = "ours";
  public static final String SMALL = "ours, of 400,000 rows";

  private static final String UPDATE =
      "UPDATE person SET full_name = first_name || ' ' || last_name";
  private static final int ROWS = 400_000;
  private static final int MANY_ROWS = 4_000_000;
  private static final double NANOS_PER_MICRO = 1_000;

  /** Fewer rounds than these leave the large table out. */
  private static final int ROUNDS_OF_GROWTH = 5;

  private static final Migration MIGRATION =
      Migration.define("1", "one name of two")
          .table(
              "person",
              t ->
                  t.addColumn("full_name", "text")
                      .notNull()
                      .up("first_name || ' ' || last_name")
                      .down("first_name", "split_part(full_name, ' ', 1)")
                      .down("last_name", "split_part(full_name, ' ', 2)"));

  private final HikariDataSource source;

  private BackfillSpeed(HikariDataSource source) {
    this.source = source;
  }

  /** One filling: its time, and that of the writes beside it. */
  private record Run(long nanos, int rows, Histogram writes) {

    double perRow() {
      return nanos / NANOS_PER_MICRO / rows;
    }

    double slowWrites() {
      return writes.getValueAtPercentile(99) / NANOS_PER_MICRO;
    }
  }

  /** What fills the column of a table. */
  @FunctionalInterface
  private interface Filling {
    void run() throws SQLException;
  }

  /** Starts the server and returns the standings. */
  public static List<Standing> hold(int rounds) throws Exception {
    try (PostgresCluster cluster =
            PostgresCluster.builder()
                .setting("shared_buffers", "512MB")
                .setting("max_wal_size", "4GB")
                .start();
        HikariDataSource source = pool(cluster.primary().dataSource())) {
      return new BackfillSpeed(source).run(rounds);
    }
  }

  private static HikariDataSource pool(DataSource server) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(server);
    config.setMaximumPoolSize(12);
    return new HikariDataSource(config);
  }

  private List<Standing> run(int rounds) throws Exception {
    Score raw = new Score(RAW, this::raw);
    Score bare = new Score(BARE, this::bare);
    Score ours = new Score(OURS, () -> ours(ROWS));
    for (int round = Turns.WARM_UP; round < rounds; round++) {
      for (Score turn : Turns.of(round, List.of(bare, raw, ours))) {
        Run run = turn.filling.call();
        if (round != Turns.WARM_UP) {
          turn.runs.add(run);
        }
      }
    }
    List<Score> scores = List.of(raw, bare, ours);
    List<Standing> standings = new ArrayList<>();
    standings.add(new Standing(FILL, "µs", scores.stream().map(score -> score.fill(raw)).toList()));
    standings.add(
        new Standing(WRITES, "µs", scores.stream().map(score -> score.writes(raw)).toList()));
    if (rounds >= ROUNDS_OF_GROWTH) {
      standings.add(growth());
    }
    return standings;
  }

  private Standing growth() throws Exception {
    List<Double> small = List.of(ours(ROWS).perRow());
    List<Double> large = List.of(ours(MANY_ROWS).perRow());
    return new Standing(
        GROWTH, "µs", List.of(figure(SMALL, small, small), figure(OURS, large, small)));
  }

  private Run bare() throws Exception {
    create(ROWS);
    execute("ALTER TABLE person ADD COLUMN full_name text");
    return beside(ROWS, () -> execute(UPDATE));
  }

  /** With the bypass that our own backfill has. */
  private Run raw() throws Exception {
    create(ROWS);
    Migrator.builder(source).build().expand(MIGRATION);
    String set =
        "DO $$ BEGIN PERFORM set_config('persistence_migrate.bypass', (SELECT left(tgname, -1)"
            + " FROM pg_trigger WHERE tgname LIKE 'zz_mig%u'), false); END $$";
    return beside(ROWS, () -> execute(set, UPDATE, "RESET persistence_migrate.bypass"));
  }

  private Run ours(int rows) throws Exception {
    create(rows);
    Migrator migrator = Migrator.builder(source).build();
    migrator.expand(MIGRATION);
    Run run = beside(rows, () -> migrator.backfill(MIGRATION));
    if (migrator.verify(MIGRATION).repaired() > 0) {
      throw new IllegalStateException("the backfill has left rows out");
    }
    return run;
  }

  private Run beside(int rows, Filling filling) throws Exception {
    execute("CHECKPOINT");
    try (PacedWriters writers = PacedWriters.start(source, rows)) {
      long started = System.nanoTime();
      filling.run();
      long nanos = System.nanoTime() - started;
      return new Run(nanos, rows, writers.stop());
    }
  }

  private void create(int rows) throws SQLException {
    execute(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "CREATE TABLE person (id int PRIMARY KEY, first_name text NOT NULL,"
            + " last_name text NOT NULL, note text NOT NULL)",
        "INSERT INTO person SELECT id, 'first' || id % 1000, 'last' || id % 977,"
            + " 'a note of some words about ' || id FROM generate_series(1, "
            + rows
            + ") id",
        "VACUUM ANALYZE person");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Figure figure(String name, List<Double> values, List<Double> measure) {
    return new Figure(
        name,
        name.startsWith(OURS),
        Spread.ofQuartiles(values),
        Spread.ofQuartiles(ratios(values, measure)),
        null,
        Map.of());
  }

  private static List<Double> ratios(List<Double> values, List<Double> measure) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / measure.get(i));
    }
    return ratios;
  }

  /** What fills the column, and what was measured of it. */
  private static final class Score {

    private final String name;
    private final Callable<Run> filling;
    private final List<Run> runs = new ArrayList<>();

    Score(String name, Callable<Run> filling) {
      this.name = name;
      this.filling = filling;
    }

    Figure fill(Score measure) {
      return figure(name, times(), measure.times());
    }

    Figure writes(Score measure) {
      Figure slow = figure(name, slow(), measure.slow());
      Histogram all = new Histogram(runs.get(0).writes());
      runs.stream().skip(1).forEach(run -> all.add(run.writes()));
      return new Figure(
          name,
          slow.ours(),
          slow.value(),
          slow.ratio(),
          null,
          Map.of(
              "p50", all.getValueAtPercentile(50) / NANOS_PER_MICRO,
              "p99", all.getValueAtPercentile(99) / NANOS_PER_MICRO,
              "worst", all.getMaxValue() / NANOS_PER_MICRO));
    }

    private List<Double> times() {
      return runs.stream().map(Run::perRow).toList();
    }

    private List<Double> slow() {
      return runs.stream().map(Run::slowWrites).toList();
    }
  }
}
