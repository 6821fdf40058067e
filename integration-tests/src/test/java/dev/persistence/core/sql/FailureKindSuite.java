package dev.persistence.core.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.persistence.core.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Failures that a real server made are taken for what they are. */
abstract class FailureKindSuite {

  abstract TestDatabase database();

  abstract Dialect dialect();

  @Test
  void realFailuresAreClassified() throws SQLException {
    database()
        .execute(
            "DROP TABLE IF EXISTS failing",
            "CREATE TABLE failing (id int PRIMARY KEY)",
            "INSERT INTO failing VALUES (1)");
    assertThat(kind("INSERT INTO failing VALUES (1)")).isEqualTo(FailureKind.UNIQUE_VIOLATION);
    assertThat(kind("SELECT nothing FROM failing")).isEqualTo(FailureKind.OTHER);
    assertThat(
            kind(
                database()
                    .sql("SET default_transaction_read_only = on", "SET TRANSACTION READ ONLY"),
                "INSERT INTO failing VALUES (2)"))
        .isEqualTo(FailureKind.READ_ONLY);
  }

  @Test
  void aLockThatIsNotToBeHadIsClassified() throws SQLException {
    database()
        .execute(
            "DROP TABLE IF EXISTS failing",
            "CREATE TABLE failing (id int PRIMARY KEY, n int)",
            "INSERT INTO failing VALUES (1, 0)");
    try (Connection holder = database().connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("UPDATE failing SET n = 1");
      assertThat(kind("SELECT id FROM failing FOR UPDATE NOWAIT"))
          .isEqualTo(FailureKind.LOCK_TIMEOUT);
      assertThat(
              kind(
                  database().sql("SET lock_timeout = '50ms'", "SET innodb_lock_wait_timeout = 1"),
                  "UPDATE failing SET n = 2"))
          .isEqualTo(FailureKind.LOCK_TIMEOUT);
      holder.rollback();
    }
  }

  @Test
  void aKilledConnectionIsClassified() throws SQLException {
    try (Connection victim = database().connect()) {
      database().kill(victim);
      SQLException failure = failure(victim, "SELECT 1");
      assertThat(dialect().classify(failure)).isEqualTo(FailureKind.CONNECTION_LOST);
      assertThat(dialect().mayHaveCommitted(failure)).isTrue();
    }
  }

  private FailureKind kind(String... statements) throws SQLException {
    try (Connection connection = database().connect()) {
      return dialect().classify(failure(connection, statements));
    }
  }

  private static SQLException failure(Connection connection, String... statements) {
    return catchThrowableOfType(
        SQLException.class,
        () -> {
          try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
              statement.execute(sql);
            }
          }
        });
  }
}
