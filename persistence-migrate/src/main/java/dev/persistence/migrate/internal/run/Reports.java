package dev.persistence.migrate.internal.run;

import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.MigrationStatus;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.HistoryTables;
import dev.persistence.migrate.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What can be asked and told beside a runner, without the lock. */
public final class Reports {

  private Reports() {}

  /** Tells how far migrations are, whether or not any was ever run here. */
  public static List<MigrationStatus> statuses(
      DataSource dataSource, Duration instanceLife, List<Work> works) throws SQLException {
    try (Borrowed borrowed = Borrowed.of(dataSource)) {
      Connection connection = borrowed.connection();
      Engine engine = Engine.of(connection);
      return isKnown(engine, connection)
          ? new Statuses(engine, connection, instanceLife).of(works)
          : works.stream().map(Statuses::unknown).toList();
    }
  }

  /**
   * What the application needs to know.
   *
   * @param states of each migration that was ever begun
   * @param shares percentages by the migration and the part
   */
  public record Flags(
      Map<String, MigrationState> states, Map<String, Map<String, Integer>> shares) {}

  /** Returns what is known of each migration that was ever begun here. */
  public static Flags flags(DataSource dataSource) throws SQLException {
    try (Borrowed borrowed = Borrowed.of(dataSource)) {
      Connection connection = borrowed.connection();
      Engine engine = Engine.of(connection);
      Map<String, MigrationState> states = states(engine, connection);
      return states.isEmpty()
          ? new Flags(Map.of(), Map.of())
          : new Flags(states, new Shares(engine).all(connection));
    }
  }

  /** Tells whether any migration was ever run here. */
  private static boolean isKnown(Engine engine, Connection connection) throws SQLException {
    return engine.catalog().find(connection, engine.history().runnerName()).isPresent();
  }

  /** Returns the state of each migration that was ever begun. */
  static Map<String, MigrationState> states(Engine engine, Connection connection)
      throws SQLException {
    Map<String, MigrationState> states = new HashMap<>();
    if (isKnown(engine, connection)) {
      Sql.rows(
          connection,
          SqlFragment.of("SELECT version, state FROM " + engine.history().migrations()),
          row -> states.put(row.getString(1), MigrationState.valueOf(row.getString(2))));
    }
    return Map.copyOf(states);
  }

  /** Records that an instance of the application is alive, once there is a history. */
  public static void seen(DataSource dataSource, String instance, String version)
      throws SQLException {
    try (Borrowed borrowed = Borrowed.of(dataSource)) {
      Connection connection = borrowed.connection();
      Engine engine = Engine.of(connection);
      HistoryTables tables = engine.history();
      if (engine.catalog().find(connection, tables.instancesName()).isEmpty()) {
        return;
      }
      String update =
          "UPDATE "
              + tables.instances()
              + " SET version = ?, seen_at = "
              + tables.now()
              + " WHERE instance = ?";
      if (Sql.update(connection, update, version, instance) == 0) {
        insert(connection, engine, instance, version);
      }
    }
  }

  private static void insert(Connection connection, Engine engine, String instance, String version)
      throws SQLException {
    HistoryTables tables = engine.history();
    try {
      Sql.update(
          connection,
          "INSERT INTO "
              + tables.instances()
              + " (instance, version, seen_at) VALUES (?, ?, "
              + tables.now()
              + ")",
          instance,
          version);
    } catch (SQLException failure) {
      // Another thread of the instance has just said the same.
      if (engine.dialect().classify(failure) != FailureKind.UNIQUE_VIOLATION) {
        throw failure;
      }
    }
  }
}
