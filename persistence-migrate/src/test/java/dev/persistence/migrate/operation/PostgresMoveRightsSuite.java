package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a client can make of functions that run with the rights of the runner: a type of the
 * client's that such a function took would run the client's own code with them.
 */
abstract class PostgresMoveRightsSuite {

  private final LiveDatabase database;
  private final Migration moving =
      Migration.define("1", "phones among contacts")
          .table("users", t -> t.moveColumn("phone", TableName.of("contacts"), "user_id"));

  PostgresMoveRightsSuite(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, phone varchar(20))",
        "CREATE TABLE contacts (user_id int PRIMARY KEY REFERENCES users)",
        "INSERT INTO users VALUES (1, 'p1'), (2, 'p2')",
        "INSERT INTO contacts VALUES (1), (2)",
        "CREATE ROLE stranger",
        "GRANT USAGE ON SCHEMA public TO stranger",
        "GRANT SELECT, UPDATE ON users, contacts TO stranger");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
    database.execute("DROP OWNED BY stranger", "DROP ROLE stranger");
  }

  /** Each is a type that nothing is a value of, so that whoever takes it fails. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (false)",
        "CREATE DOMAIN pg_temp.timestamptz AS pg_catalog.timestamptz CHECK (false)",
        "CREATE TYPE pg_temp.one AS (a varchar(20));"
            + " CREATE DOMAIN pg_temp.record AS pg_temp.one CHECK (false)",
      })
  void typeOfTheClientIsNotTakenForThatOfTheServer(String type) throws SQLException {
    var migrator = database.migrator().build();
    migrator.expand(moving);
    migrator.backfill(moving);
    migrator.verify(moving);
    migrator.switchTo(moving);
    try (Connection client = database.dataSource().getConnection()) {
      LiveDatabase.execute(client, "DISCARD ALL", "SET ROLE stranger", type);
      try {
        LiveDatabase.execute(
            client,
            "UPDATE users SET phone = 'o1' WHERE id = 1",
            "UPDATE contacts SET phone = 'n2' WHERE user_id = 2");
      } finally {
        LiveDatabase.execute(client, "RESET ROLE", "DISCARD ALL");
      }
    }
    assertThat(
            database.rows(
                "SELECT id, u.phone, c.phone FROM users u JOIN contacts c ON user_id = id"
                    + " ORDER BY 1"))
        .containsExactly("1|o1|o1", "2|n2|n2");
  }
}
