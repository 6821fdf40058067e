package dev.persistence.core.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.SeededRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must hold of a dialect on its real server. */
abstract class DialectSuite {

  abstract TestDatabase database();

  abstract Dialect dialect();

  /** The longest name of one-byte characters. */
  abstract int longestName();

  /** Names that this dialect refuses and others may not. */
  abstract List<String> refusedNames();

  @Test
  void theServersDialectIsDetected() throws SQLException {
    try (Connection connection = database().connect()) {
      assertThat(Dialect.detect(connection)).isSameAs(dialect());
      assertThat(DistributedEngine.of(connection)).isNull();
    }
  }

  @Test
  void everyLegalNameComesBackAsItIs() throws SQLException {
    List<String> names =
        List.of(
            "select",
            "Order Total",
            "UPPER",
            "lower",
            "1",
            "1e5",
            "a.b",
            "a\"b",
            "\"",
            "\"\"",
            "a`b",
            "`",
            "a'b",
            "a\\b",
            "a?b",
            "?",
            "$1",
            ":name",
            "a\nb",
            "a\tb",
            "-- x",
            "/* x",
            "#",
            "{d}",
            "%s",
            "Größe",
            "名前",
            "\uFFFF",
            "x".repeat(longestName()));
    try (Connection connection = database().connect()) {
      for (String name : names) {
        assertRoundTrip(connection, Identifier.of(name));
      }
    }
  }

  @Test
  void randomNamesAreAcceptedAndComeBackOrAreRefused() throws SQLException {
    try (Connection connection = database().connect()) {
      SeededRandom.forAll(
          150,
          random -> {
            // A backslash at the end confuses Connector/J, and white space there is no column name.
            String name = "n" + random.text(30) + "n";
            Identifier identifier = Identifier.of(name);
            if (isAccepted(identifier)) {
              assertRoundTrip(connection, identifier);
            }
          });
    }
  }

  private boolean isAccepted(Identifier identifier) {
    try {
      return !dialect().quote(identifier).isEmpty();
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private void assertRoundTrip(Connection connection, Identifier name) throws SQLException {
    String column = dialect().quote(name);
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS names");
      statement.execute("CREATE TABLE names (" + column + " int)");
      try (ResultSet none = statement.executeQuery("SELECT * FROM names")) {
        assertThat(none.getMetaData().getColumnName(1)).isEqualTo(name.name());
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO names (" + column + ") VALUES (?)")) {
      insert.setInt(1, 7);
      insert.executeUpdate();
    }
    String query = "SELECT " + column + " FROM names WHERE " + column + " = ?";
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setInt(1, 7);
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
      }
    }
  }

  @Test
  void tableNamesComeBackAsTheyAre() throws SQLException {
    for (String name : List.of("select", "Order Total", "a\"b`c'd", "Größe 名", "a.b")) {
      TableName table = TableName.of(name);
      database()
          .execute(
              "DROP TABLE IF EXISTS " + dialect().quote(table),
              "CREATE TABLE " + dialect().quote(table) + " (id int PRIMARY KEY)");
      try (Connection connection = database().connect()) {
        assertThat(dialect().primaryKey(connection, table)).containsExactly(Identifier.of("id"));
      }
      database().execute("DROP TABLE " + dialect().quote(table));
    }
  }

  @Test
  void eachRefusedNameWouldBeRefusedOrAlteredByTheServer() throws SQLException {
    for (String name : refusedNames()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> dialect().quote(Identifier.of(name)))
          .withMessageContaining("allowed by " + dialect().name());
      String mark = database().sql("\"", "`");
      String stored = "";
      try (Connection connection = database().connect();
          Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE IF EXISTS names");
        statement.execute("CREATE TABLE names (" + mark + name + mark + " int)");
        try (ResultSet none = statement.executeQuery("SELECT * FROM names")) {
          stored = none.getMetaData().getColumnName(1);
        }
      } catch (SQLException refused) {
        assertThat(refused.getSQLState()).isNotNull();
      }
      assertThat(stored).isNotEqualTo(name);
    }
  }

  @Test
  void keysAreFoundInTheOrderOfTheirIndex() throws SQLException {
    database()
        .execute(
            "DROP TABLE IF EXISTS keyed",
            "CREATE TABLE keyed (a int NOT NULL, b int NOT NULL, c int NOT NULL, d int NOT NULL,"
                + " PRIMARY KEY (c, a), UNIQUE (d))");
    TableName table = TableName.of("keyed");
    Identifier a = Identifier.of("a");
    Identifier b = Identifier.of("b");
    Identifier c = Identifier.of("c");
    Identifier d = Identifier.of("d");
    try (Connection connection = database().connect()) {
      assertThat(dialect().primaryKey(connection, table)).containsExactly(c, a);
      assertThat(dialect().isUnique(connection, table, List.of(d))).isTrue();
      assertThat(dialect().isUnique(connection, table, List.of(b, d))).isTrue();
      assertThat(dialect().isUnique(connection, table, List.of(a, b, c))).isTrue();
      assertThat(dialect().isUnique(connection, table, List.of(a, b))).isFalse();
      assertThat(dialect().isUnique(connection, table, List.of())).isFalse();
    }
  }

  @Test
  void aKeyIsLookedUpInItsOwnSchemaAlone() throws SQLException {
    database().execute("DROP TABLE IF EXISTS twin", "CREATE TABLE twin (y int PRIMARY KEY)");
    String schema =
        database().texts("SELECT " + database().sql("current_schema()", "DATABASE()")).get(0);
    try (Connection connection = database().connect()) {
      assertThat(dialect().primaryKey(connection, TableName.of("twin")))
          .containsExactly(Identifier.of("y"));
      assertThat(dialect().primaryKey(connection, TableName.of(schema, "twin")))
          .containsExactly(Identifier.of("y"));
      assertThat(dialect().primaryKey(connection, TableName.of("information_schema", "tables")))
          .isEmpty();
    }
  }

  @Test
  void aRangeOfACompositeKeyIsFoundThroughItsIndex() throws SQLException {
    database()
        .execute(
            "DROP TABLE IF EXISTS ranged",
            "CREATE TABLE ranged (a int NOT NULL, b int NOT NULL, c int NOT NULL, d varchar(99),"
                + " PRIMARY KEY (a, b, c))");
    try (Connection connection = database().connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO ranged VALUES (?, ?, ?, 'padding')")) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 2_000; i++) {
        insert.setInt(1, i / 100);
        insert.setInt(2, i / 10 % 10);
        insert.setInt(3, i % 10);
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute(database().sql("ANALYZE ranged", "ANALYZE TABLE ranged"));
      }
      String plan = planOfRange(connection);
      assertThat(plan)
          .contains(database().sql("Index Cond: ((ROW(a, b, c) > ROW(", "|range|PRIMARY|"))
          .doesNotContain("Seq Scan", "Sort", "filesort");
    }
  }

  private String planOfRange(Connection connection) throws SQLException {
    List<Identifier> key = List.of(Identifier.of("a"), Identifier.of("b"), Identifier.of("c"));
    List<String> parameters = List.of("?", "?", "?");
    SqlFragment range =
        dialect()
            .keyCondition(Dialect.KeyComparison.AFTER, key, parameters, List.of(10, 5, 5))
            .and(
                dialect()
                    .keyCondition(Dialect.KeyComparison.UP_TO, key, parameters, List.of(10, 9, 2)));
    String sql =
        "EXPLAIN SELECT * FROM ranged WHERE " + range.sql() + " ORDER BY " + dialect().quote(key);
    StringBuilder plan = new StringBuilder();
    try (PreparedStatement explain = connection.prepareStatement(sql)) {
      range.bind(explain, 1);
      try (ResultSet rows = explain.executeQuery()) {
        while (rows.next()) {
          plan.append(
              database().isPostgreSql()
                  ? rows.getString(1)
                  : "|"
                      + rows.getString("type")
                      + "|"
                      + rows.getString("key")
                      + "|"
                      + rows.getString("Extra"));
        }
      }
    }
    return plan.toString();
  }

  @Test
  void theDatabasesTimeIsThatOfTheStatement() throws SQLException {
    String now = dialect().currentTimestamp();
    try (Connection connection = database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      assertThat(
              TestDatabase.number(
                  connection, "SELECT CASE WHEN " + now + " = " + now + " THEN 1 ELSE 0 END"))
          .isEqualTo(1);
      statement.execute("CREATE TEMPORARY TABLE moments AS SELECT " + now + " AS at");
      statement.execute(database().sql("SELECT pg_sleep(0.002)", "SELECT SLEEP(0.002)"));
      assertThat(TestDatabase.number(connection, "SELECT COUNT(*) FROM moments WHERE at < " + now))
          .isEqualTo(1);
      connection.rollback();
    }
  }
}
