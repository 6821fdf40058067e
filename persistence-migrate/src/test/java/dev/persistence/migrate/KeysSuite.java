package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are found by whatever key their table has. */
abstract class KeysSuite {

  private static final int ROWS = 250;

  private final LiveDatabase database;
  private final Migration migration;

  KeysSuite(LiveDatabase database) {
    this.database = database;
    String up = database.sql("'n' || b", "concat('n', b)");
    this.migration =
        Migration.define("1", "a name")
            .table("thing", t -> t.addColumn("name", "varchar(40)").notNull().up(up));
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private void create(String columns) throws SQLException {
    database.execute(
        "CREATE TABLE thing (" + columns + ", note varchar(200))",
        database.sql(
            "INSERT INTO thing (a, b) SELECT g % 7, g FROM generate_series(1, " + ROWS + ") g",
            "INSERT INTO thing (a, b) WITH RECURSIVE g (n) AS (SELECT 1 UNION ALL SELECT n + 1"
                + " FROM g WHERE n < "
                + ROWS
                + ") SELECT n % 7, n FROM g"));
  }

  private void assertIsMigrated() throws SQLException {
    Migrator migrator = database.migrator().batches(100, Duration.ofMillis(1)).build();
    migrator.run(migration);
    assertThat(migrator.status(migration).rowsFilled()).isEqualTo(ROWS);
    String wrong = database.sql("'n' || b", "concat('n', b)") + " <> name";
    assertThat(database.number("SELECT COUNT(*) FROM thing WHERE " + wrong)).isZero();
  }

  @Test
  void primaryKeyOfTwoColumns() throws SQLException {
    create("a int, b int, PRIMARY KEY (a, b)");
    assertIsMigrated();
  }

  @Test
  void primaryKeyOfText() throws SQLException {
    create("a int, b varchar(40) PRIMARY KEY");
    assertIsMigrated();
  }

  @Test
  void uniqueColumnsThatForbidNull() throws SQLException {
    create("a int NOT NULL, b int NOT NULL, UNIQUE (a, b)");
    assertIsMigrated();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a int, b int NOT NULL, UNIQUE (a, b)",
        "a int, b double precision NOT NULL PRIMARY KEY",
      })
  void tableWithoutAKeyIsMigratedByPagesOrRefused(String columns) throws SQLException {
    create(columns);
    if (database.isPostgreSql()) {
      assertIsMigrated();
    } else {
      assertThatThrownBy(() -> database.migrator().build().expand(migration))
          .isInstanceOf(InvalidMigrationException.class)
          .hasMessageContaining("primary key");
    }
  }
}
