package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.migrate.internal.run.RunnerSession;
import dev.persistence.testkit.fault.FaultyDataSource;
import dev.persistence.testkit.fault.JdbcOperation;
import dev.persistence.testkit.fault.SqlFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application's own pool, small and with settings of its own, gets back what it lent. */
abstract class PooledSuite {

  private final LiveDatabase database;
  private final Migration migration;
  private final FaultyDataSource faults;
  private HikariDataSource pool;
  private Map<String, List<String>> before;

  PooledSuite(LiveDatabase database) {
    this.database = database;
    this.migration = People.migration(database);
    this.faults = FaultyDataSource.wrap(database.newSessions());
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, 300);
    HikariConfig config = new HikariConfig();
    config.setDataSource(faults);
    config.setMaximumPoolSize(2);
    config.setAutoCommit(false);
    config.setIsolateInternalQueries(true); // Else the first rollback takes that of the SQL below.
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    config.setConnectionInitSql(
        database.sql("SET lock_timeout = '77s'", "SET SESSION lock_wait_timeout = 77"));
    pool = new HikariDataSource(config);
    before = sessions();
    assertThat(before).hasSize(2);
  }

  @AfterEach
  void clear() throws SQLException {
    pool.close();
    database.clear();
  }

  /** What each session of the pool is like, by its number. */
  private Map<String, List<String>> sessions() throws SQLException {
    Map<String, List<String>> sessions = new TreeMap<>();
    try (Connection one = pool.getConnection();
        Connection two = pool.getConnection()) {
      for (Connection connection : List.of(one, two)) {
        sessions.put(LiveDatabase.rows(connection, id()).get(0), likeness(connection));
        connection.rollback();
      }
    }
    return sessions;
  }

  private String id() {
    return database.sql("SELECT pg_backend_pid()", "SELECT connection_id()");
  }

  private List<String> likeness(Connection connection) throws SQLException {
    List<String> all = new ArrayList<>();
    all.add("autocommit " + connection.getAutoCommit());
    all.add("isolation " + connection.getTransactionIsolation());
    all.add("read-only " + connection.isReadOnly());
    all.addAll(
        LiveDatabase.rows(
            connection,
            database.sql(
                "SELECT name, setting FROM pg_settings WHERE name NOT LIKE 'plpgsql.%'",
                "SHOW SESSION VARIABLES WHERE variable_name NOT IN ('timestamp', 'identity',"
                    + " 'last_insert_id', 'insert_id', 'rand_seed1', 'rand_seed2',"
                    + " 'error_count', 'statement_id', 'warning_count', 'pseudo_thread_id')"
                    + " AND variable_name NOT LIKE '%gtid%'")));
    all.addAll(
        LiveDatabase.rows(
            connection,
            database.sql(
                "SELECT locktype FROM pg_locks WHERE locktype = 'advisory'",
                "SELECT @persistence_migrate_bypass")));
    return all;
  }

  private void assertGivenBack() throws SQLException {
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    Map<String, List<String>> after = sessions();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    for (Map.Entry<String, List<String>> session : before.entrySet()) {
      List<String> changed = new ArrayList<>(after.get(session.getKey()));
      changed.removeAll(session.getValue());
      assertThat(changed).isEmpty();
      assertThat(after.get(session.getKey())).hasSameSizeAs(session.getValue());
    }
  }

  private MigratorBuilder migrator() {
    return Migrator.builder(pool)
        .gate(Duration.ZERO, Duration.ZERO)
        .flagsAge(Duration.ZERO)
        .throttle(
            Throttle.all(LockWaitersThrottle.of(pool, 1_000), ReplicaLagThrottle.of(pool, pool)));
  }

  @Test
  void sessionsOfAPoolAreGivenBackAsTheyWere() throws SQLException {
    Migrator migrator = migrator().build();
    migrator.plan(migration);
    assertThat(migrator.run(migration).state()).isEqualTo(MigrationState.COMPLETED);
    SchemaFlags.of(pool).side(People.VERSION);
    assertGivenBack();
  }

  @Test
  void sessionsAreGivenBackByRunsThatFail() throws SQLException {
    Migration failing =
        Migration.define("1", "a view of what is not there")
            .sql("CREATE VIEW v AS SELECT nothing FROM person", "DROP VIEW v");
    assertThatThrownBy(() -> migrator().build().expand(failing))
        .isInstanceOf(MigrationException.class);
    Throttle broken =
        rows -> {
          throw new IllegalStateException("cannot tell");
        };
    assertThatThrownBy(() -> migrator().throttle(broken).build().run(migration))
        .isInstanceOf(IllegalStateException.class);
    migrator().build().abort(migration);
    assertGivenBack();
  }

  @Test
  void sessionOfARunnerThatStoppedInTheMiddleIsGivenBackAsItWas() throws SQLException {
    try (RunnerSession session = RunnerSession.open(pool, migrator().build().config())) {
      Connection connection = session.connection();
      connection.setAutoCommit(false);
      LiveDatabase.execute(
          connection,
          database.sql("SET LOCAL lock_timeout = 50", "SET SESSION foreign_key_checks = 0"),
          "UPDATE person SET note = 'x' WHERE id = 1");
    }
    assertGivenBack();
    assertThat(database.number("SELECT count(*) FROM person WHERE note = 'x'")).isZero();
  }

  @Test
  void sessionOfARunnerThatCameTooLateIsGivenBackAsItWas() throws SQLException {
    MigratorConfig config = database.migrator().build().config();
    try (RunnerSession other = RunnerSession.open(database.dataSource(), config)) {
      assertThat(other.engine()).isNotNull();
      Migrator late = migrator().busyPatience(Duration.ZERO).build();
      assertThatThrownBy(() -> late.expand(migration)).isInstanceOf(MigrationBusyException.class);
    }
    assertGivenBack();
  }

  /** What fails is first the lock, which stays, and then the first of the settings. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void sessionThatCannotBeMadeAsItWasIsNotLentAgain(int before) throws SQLException {
    String id;
    try (RunnerSession session = RunnerSession.open(pool, migrator().build().config())) {
      id = LiveDatabase.rows(session.connection(), id()).get(0);
      faults.apply(SqlFault.on(JdbcOperation.STATEMENT).sqlState("42501").skip(before));
    }
    assertThat(sessions()).hasSize(2).doesNotContainKey(id);
  }

  @Test
  void instanceIsSeenThoughThePoolDoesNotCommitByItself() throws SQLException {
    migrator().build().expand(migration);
    migrator().build().seen("web-1", "20261120_09");
    assertThat(database.rows("SELECT instance FROM migration_instances")).containsExactly("web-1");
  }

  @Test
  void poolOfOneConnectionIsTold() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.newSessions());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(250);
    try (HikariDataSource single = new HikariDataSource(config)) {
      assertThatThrownBy(() -> Migrator.builder(single).build().expand(migration))
          .isInstanceOf(MigrationBusyException.class)
          .hasMessageContaining("three connections");
    }
  }
}
