package dev.persistence.migrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.migrate.LiveDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Each statement of the table with its rule, and what the server itself says: whoever asks for
 * {@code LOCK=NONE} is refused where writers would have to wait.
 */
abstract class MySqlLintSuite {

  private final LiveDatabase database;
  private final ServerVersion server;

  MySqlLintSuite(LiveDatabase database) {
    this.database = database;
    try (Connection connection = database.dataSource().getConnection()) {
      this.server = ServerVersion.of(connection);
    } catch (SQLException failure) {
      throw new AssertionError("the database answers", failure);
    }
  }

  @AfterEach
  void clear() throws SQLException {
    database.execute("DROP TABLE IF EXISTS t", "DROP TABLE IF EXISTS o");
  }

  @Test
  void eachStatementHasItsRule() {
    assertThat(MySqlStatements.all(server).size()).isGreaterThanOrEqualTo(60);
    SoftAssertions softly = new SoftAssertions();
    for (LintCase one : MySqlStatements.all(server)) {
      softly.assertThat(one.linted(server, MySqlStatements.SETUP)).isEqualTo(one);
    }
    softly.assertAll();
  }

  @Test
  void whatIsOnlineIsWhatTheServerDoesBesideWriters() throws SQLException {
    SoftAssertions softly = new SoftAssertions();
    for (LintCase one : MySqlStatements.online(server)) {
      clear();
      database.execute(MySqlStatements.TABLES.toArray(String[]::new));
      database.execute("INSERT INTO t (id, i, a) VALUES (1, 1, 1), (2, 2, 2)");
      try (Connection connection = database.dataSource().getConnection()) {
        LintedStatement linted = Lint.on(connection).sql(one.sql()).statements().get(0);
        softly.assertThat(LintCase.of(linted)).as("linted live").isEqualTo(one);
        String answer = answer(connection, one.sql());
        softly
            .assertThat(answer.isEmpty())
            .as("%s: %s", one.sql(), answer)
            .isEqualTo(one.lock() == TableLock.METADATA);
      }
    }
    softly.assertAll();
  }

  /** Returns why the server refuses to do it beside writers, or empty text. */
  private static String answer(Connection connection, String sql) {
    String asked =
        sql.contains(" PARTITION BY")
            ? sql.replace(" PARTITION BY", " LOCK=NONE PARTITION BY")
            : sql + (sql.startsWith("ALTER") ? ", LOCK=NONE" : " LOCK=NONE");
    try {
      LiveDatabase.execute(connection, asked);
      return "";
    } catch (SQLException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
