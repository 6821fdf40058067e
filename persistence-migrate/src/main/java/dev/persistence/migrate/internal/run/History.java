package dev.persistence.migrate.internal.run;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.MigrationStateException;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.HistoryTables;
import dev.persistence.migrate.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The table {@code schema_migrations}: what is known of each migration. */
public final class History {

  private final Connection connection;
  private final HistoryTables tables;
  private final String now;

  public History(RunnerSession session) throws SQLException {
    this.connection = session.connection();
    this.tables = session.engine().history();
    this.now = tables.now();
    requireOurs();
  }

  /** Other tools have a table of this name too. */
  private void requireOurs() {
    try {
      Sql.run(
          connection,
          "SELECT version, checksum, phase, state, state_at FROM "
              + tables.migrations()
              + " WHERE 1 = 0");
    } catch (SQLException failure) {
      throw new InvalidMigrationException(
          "",
          new Explanation(
              "The table " + tables.migrations() + " cannot be used",
              "it is another tool's: " + failure.getMessage(),
              "Put the migrator's history in a schema of its own"));
    }
  }

  /** What is recorded of a migration. */
  public record Entry(String checksum, MigrationState state, Duration executionTime) {}

  public Optional<Entry> find(String version) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT checksum, state, execution_time_ms FROM "
                + tables.migrations()
                + " WHERE version = ?",
            version);
    return Sql.rows(
            connection,
            query,
            row ->
                new Entry(
                    row.getString(1),
                    MigrationState.valueOf(row.getString(2)),
                    Duration.ofMillis(row.getLong(3))))
        .stream()
        .findFirst();
  }

  /** Returns the state, which is PLANNED before anything is recorded. */
  MigrationState state(String version) throws SQLException {
    return find(version).map(Entry::state).orElse(MigrationState.PLANNED);
  }

  /** Returns the phase of the last change of its state, which is EXPAND before there is any. */
  Phase phase(String version) throws SQLException {
    SqlFragment query =
        SqlFragment.of("SELECT phase FROM " + tables.migrations() + " WHERE version = ?", version);
    return Sql.rows(connection, query, row -> Phase.valueOf(row.getString(1))).stream()
        .findFirst()
        .orElse(Phase.EXPAND);
  }

  /** Returns how long the migration has been in its state, by the database's clock. */
  public Duration age(String version) throws SQLException {
    String seconds =
        tables.dialect().equals(Dialect.postgreSql())
            ? "EXTRACT(EPOCH FROM (" + now + " - state_at)) * 1000"
            : "TIMESTAMPDIFF(MICROSECOND, state_at, " + now + ") / 1000";
    SqlFragment query =
        SqlFragment.of(
            "SELECT " + seconds + " FROM " + tables.migrations() + " WHERE version = ?", version);
    List<Long> age = Sql.rows(connection, query, row -> row.getLong(1));
    return Duration.ofMillis(age.get(0));
  }

  /** What a migration is when it begins. */
  public record Beginning(
      String version, String description, String checksum, String sql, String rollbackSql) {}

  /** Records a migration of which nothing was done yet, in place of one that was aborted. */
  void insert(Beginning beginning) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM " + tables.migrations() + " WHERE version = ?",
        beginning.version());
    Sql.update(
        connection,
        "INSERT INTO "
            + tables.migrations()
            + " (version, description, migration_sql, rollback_sql, checksum, phase, state,"
            + " state_at, execution_time_ms) VALUES (?, ?, ?, ?, ?, ?, ?, "
            + now
            + ", 0)",
        beginning.version(),
        beginning.description(),
        beginning.sql(),
        beginning.rollbackSql(),
        beginning.checksum(),
        Phase.EXPAND.name(),
        MigrationState.PLANNED.name());
  }

  /**
   * Moves a migration to a state.
   *
   * @throws MigrationStateException if there is no way from its state to that one
   */
  void move(String version, Phase phase, MigrationState next) throws SQLException {
    MigrationState state = state(version);
    if (!state.mayBecome(next)) {
      throw new MigrationStateException(
          version,
          new Explanation(
              "Migration " + version + " cannot become " + next,
              "it is " + state,
              "Take the phases in their order: expand, backfill, verify, switch, contract"));
    }
    if (state != next) {
      boolean completes = next == MigrationState.COMPLETED;
      String applied = completes ? ", applied_at = " + now + ", applied_by = CURRENT_USER" : "";
      record(version, phase, next, applied);
    }
  }

  /** Puts a migration back into a state that it has left since, of which nothing was undone. */
  void putBack(String version, Phase phase, MigrationState state) throws SQLException {
    record(version, phase, state, "");
  }

  private void record(String version, Phase phase, MigrationState state, String applied)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE "
            + tables.migrations()
            + " SET state = ?, phase = ?, state_at = "
            + now
            + applied
            + " WHERE version = ?",
        state.name(),
        phase.name(),
        version);
  }

  void addTime(String version, Duration time) throws SQLException {
    Sql.update(
        connection,
        "UPDATE "
            + tables.migrations()
            + " SET execution_time_ms = execution_time_ms + ? WHERE version = ?",
        time.toMillis(),
        version);
  }
}
