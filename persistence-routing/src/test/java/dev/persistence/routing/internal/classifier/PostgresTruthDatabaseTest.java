package dev.persistence.routing.internal.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every statement of the table was run on a hot standby and on the primary: what is called a read
 * runs on both with the same rows and leaves nothing behind; what a standby refuses, or what leaves
 * a lock or a changed session behind there, is no read.
 */
@WithPostgres(standbys = 1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresTruthDatabaseTest {

  /** SQLStates by which a server says that the statement makes no sense anywhere. */
  private static final Set<String> MEANINGLESS = Set.of("42601", "42883", "42P01", "42703");

  private final Sessions primary;
  private final Sessions standby;
  private final PostgresCluster cluster;
  private final Classifier byText = new Classifier(SqlSyntax.POSTGRES, KnownFunctions.NONE);
  private Classifier byCatalog = byText;

  PostgresTruthDatabaseTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.primary = new Sessions(cluster.primary().dataSource());
    this.standby = new Sessions(cluster.standbys().get(0).dataSource());
  }

  @BeforeAll
  void setUp() throws SQLException {
    try (Connection connection = cluster.primary().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : PostgresStatements.SETUP) {
        statement.execute(sql);
      }
      byCatalog = new Classifier(SqlSyntax.POSTGRES, CatalogFunctions.read(connection));
    }
    cluster.awaitReplicated();
  }

  @AfterAll
  void close() throws SQLException {
    primary.close();
    standby.close();
  }

  static Stream<PostgresStatements.Case> statements() {
    return PostgresStatements.all();
  }

  @ParameterizedTest
  @MethodSource("statements")
  void verdictAgreesWithTheServers(PostgresStatements.Case one) throws SQLException {
    Outcome there = run(standby, one.sql());
    boolean read = byText.classify(one.sql()).isRead();
    boolean readByCatalog = byCatalog.classify(one.sql()).isRead();

    if (there.isUnlikeARead()) {
      assertThat(read).as("by text; on the standby: %s", there).isFalse();
      assertThat(readByCatalog).as("by catalog; on the standby: %s", there).isFalse();
    }
    Outcome here = run(primary, one.sql());
    if (read) {
      assertThat(here).as("on the primary").isEqualTo(there);
    } else {
      assertThat(MEANINGLESS).as("the statement itself").doesNotContain(here.failure());
    }
    if (readByCatalog) {
      assertThat(here.isUnlikeARead()).as("on the primary: %s", here).isFalse();
    }
  }

  /**
   * What a statement did.
   *
   * @param failure the SQLState, or empty
   * @param rows what it returned
   * @param locks advisory and row locks, and a transaction identifier, that its transaction had
   * @param session what its session had more than a new one, after the commit
   */
  private record Outcome(String failure, List<String> rows, String locks, String session) {
    boolean isUnlikeARead() {
      return !failure.isEmpty() || !locks.isEmpty() || !session.isEmpty();
    }
  }

  /** A session that a statement left as new, be it by failing, serves the next one too. */
  private static Outcome run(Sessions node, String sql) throws SQLException {
    Session used = node.take();
    Outcome outcome = run(used, sql);
    boolean failed = !outcome.failure().isEmpty();
    if (failed ? session(used.connection()).equals(used.state()) : outcome.session().isEmpty()) {
      node.keep(used);
    } else {
      used.connection().close();
    }
    return outcome;
  }

  private static Outcome run(Session used, String sql) throws SQLException {
    Connection connection = used.connection();
    connection.setAutoCommit(false);
    List<String> rows = new ArrayList<>();
    String locks;
    try (Statement statement = connection.createStatement()) {
      for (boolean more = statement.execute(sql); more; more = statement.getMoreResults()) {
        collect(statement, rows);
      }
      locks = single(connection, LOCKS);
    } catch (SQLException e) {
      connection.rollback();
      connection.setAutoCommit(true);
      return new Outcome(String.valueOf(e.getSQLState()), List.of(), "", "");
    }
    end(connection);
    String after = session(connection);
    return new Outcome("", rows, locks, after.equals(used.state()) ? "" : after);
  }

  /** On the primary nothing is kept, so that each statement finds the same tables. */
  private static void end(Connection connection) throws SQLException {
    if (single(connection, "select pg_is_in_recovery()").equals("t")) {
      connection.commit();
    } else {
      connection.rollback();
    }
    connection.setAutoCommit(true);
  }

  /** A connection, and what its session had when it was new. */
  private record Session(Connection connection, String state) {}

  /** One session of a node at a time: a new one wherever the last was not kept. */
  private static final class Sessions {
    private final DataSource node;
    private @Nullable Session kept;

    Sessions(DataSource node) {
      this.node = node;
    }

    Session take() throws SQLException {
      Session taken = kept;
      kept = null;
      if (taken != null) {
        return taken;
      }
      Connection connection = node.getConnection();
      return new Session(connection, session(connection));
    }

    void keep(Session session) {
      kept = session;
    }

    void close() throws SQLException {
      if (kept != null) {
        kept.connection().close();
      }
    }
  }

  private static void collect(Statement statement, List<String> rows) throws SQLException {
    try (ResultSet result = statement.getResultSet()) {
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.append(result.getString(i)).append('|');
        }
        rows.add(row.toString());
      }
    }
  }

  private static final String LOCKS =
      """
      select coalesce(string_agg(locktype || ' ' || mode, ','), '')
      from pg_locks where pid = pg_backend_pid()
        and (locktype in ('advisory', 'transactionid') or mode not in ('AccessShareLock', 'ExclusiveLock'))
      """;

  private static String session(Connection connection) throws SQLException {
    return single(
        connection,
        """
        select concat_ws(';',
          (select string_agg(name || setting, ',' order by name) from pg_settings where source = 'session'),
          (select string_agg(name, ',') from pg_prepared_statements where from_sql),
          (select string_agg(name, ',') from pg_cursors where is_holdable),
          (select string_agg(c, ',') from pg_listening_channels() as c),
          (select string_agg(objid::text, ',') from pg_locks
           where pid = pg_backend_pid() and locktype = 'advisory'),
          (select nullif(pg_my_temp_schema(), 0)))
        """);
  }

  private static String single(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
