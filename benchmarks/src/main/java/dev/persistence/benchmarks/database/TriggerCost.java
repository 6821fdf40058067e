package dev.persistence.benchmarks.database;

import static dev.persistence.benchmarks.database.Contestant.ours;
import static dev.persistence.benchmarks.database.Contestant.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/**
 * What the triggers of a migration add to the writes of the application: a table without them, and
 * one between expand and contract.
 */
public final class TriggerCost {

  public static final String INSERT = "Insert a row";
  public static final String UNRELATED = "Update another column";
  public static final String MIGRATED = "Update a column that is migrated";
  public static final String PLAIN = "no trigger";
  public static final String OURS = "ours";

  private static final int ROWS = 20_000;
  private static final String COLUMNS =
      " (id bigserial PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL,"
          + " note text NOT NULL)";

  private final HikariDataSource source;

  private TriggerCost(HikariDataSource source) {
    this.source = source;
  }

  /** Starts the server and returns the standings. */
  public static List<Standing> hold(Contest contest) throws SQLException {
    try (PostgresCluster cluster =
            PostgresCluster.builder().setting("shared_buffers", "256MB").start();
        HikariDataSource source = pool(cluster.primary().dataSource())) {
      TriggerCost cost = new TriggerCost(source);
      cost.create();
      List<Standing> standings = new ArrayList<>();
      standings.add(cost.run(contest, INSERT, TriggerCost::insert));
      standings.add(cost.run(contest, UNRELATED, TriggerCost::updateNote));
      standings.add(cost.run(contest, MIGRATED, TriggerCost::updateName));
      return standings;
    }
  }

  private static HikariDataSource pool(DataSource server) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(server);
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  /** One write to a table, with random values. */
  @FunctionalInterface
  private interface Write {
    int run(Connection connection, String table, SplittableRandom random) throws SQLException;
  }

  private Standing run(Contest contest, String title, Write write) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return contest.run(
          title,
          List.of(
              peer(PLAIN, random -> write.run(connection, "plain", random)),
              ours(OURS, random -> write.run(connection, "person", random))));
    }
  }

  private void create() throws SQLException {
    String rows =
        " (first_name, last_name, note) SELECT 'first' || id, 'last' || id, 'note'"
            + " FROM generate_series(1, "
            + ROWS
            + ") id";
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE plain" + COLUMNS);
      statement.execute("CREATE TABLE person" + COLUMNS);
      statement.execute("INSERT INTO plain" + rows);
      statement.execute("INSERT INTO person" + rows);
    }
    Migration migration =
        Migration.define("1", "one name of two")
            .table(
                "person",
                t ->
                    t.addColumn("full_name", "text")
                        .notNull()
                        .up("first_name || ' ' || last_name")
                        .down("first_name", "split_part(full_name, ' ', 1)")
                        .down("last_name", "split_part(full_name, ' ', 2)"));
    Migrator migrator = Migrator.builder(source).build();
    migrator.expand(migration);
    migrator.backfill(migration);
  }

  private static int insert(Connection connection, String table, SplittableRandom random)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO " + table + " (first_name, last_name, note) VALUES (?, 'last', 'note')")) {
      insert.setString(1, "first" + random.nextInt(ROWS));
      return insert.executeUpdate();
    }
  }

  private static int updateNote(Connection connection, String table, SplittableRandom random)
      throws SQLException {
    return update(connection, "UPDATE " + table + " SET note = ? WHERE id = ?", random);
  }

  private static int updateName(Connection connection, String table, SplittableRandom random)
      throws SQLException {
    return update(connection, "UPDATE " + table + " SET first_name = ? WHERE id = ?", random);
  }

  private static int update(Connection connection, String sql, SplittableRandom random)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, "changed" + random.nextInt(ROWS));
      update.setInt(2, 1 + random.nextInt(ROWS));
      return update.executeUpdate();
    }
  }
}
