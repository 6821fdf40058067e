package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.TableChanges;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that MySQL and MariaDB do not change beside writers, of which some steps would fail. */
abstract class UnfitTablesSuite {

  private static final Map<String, Consumer<TableChanges>> CHANGES =
      Map.of(
          "add", t -> t.addColumn("b", "int"),
          "rename", t -> t.renameColumn("a", "b"),
          "not null", t -> t.setNotNull("a", "'none'"),
          "drop", t -> t.dropColumn("a"),
          "index", t -> t.createIndex("by_a", "a"),
          "drop index", t -> t.dropIndex("by_a"),
          "unique", t -> t.addUnique("one_a", "a"));

  private final LiveDatabase database;
  private final Migrator migrator;

  UnfitTablesSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private Migration create(String table, String change) throws SQLException {
    database.execute("CREATE TABLE thing " + table, "INSERT INTO thing (id, a) VALUES (1, 2)");
    return Migration.define("1", change)
        .table("thing", Objects.requireNonNull(CHANGES.get(change)));
  }

  /** Each would have stopped in a phase, most of them where there is no way back. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add        | (id int PRIMARY KEY, a int) ROW_FORMAT=COMPRESSED",
        "rename     | (id int PRIMARY KEY, a int) ROW_FORMAT=COMPRESSED",
        "drop       | (id int PRIMARY KEY, a int) ROW_FORMAT=COMPRESSED",
        "rename     | (id int PRIMARY KEY, a int, f text, FULLTEXT (f))",
        "not null   | (id int PRIMARY KEY, a varchar(9), f text, FULLTEXT (f))",
        "drop       | (id int PRIMARY KEY, a int, f text, FULLTEXT (f))",
        "not null   | (id int PRIMARY KEY, a varchar(9), p point NOT NULL DEFAULT (point(1, 2)),"
            + " SPATIAL INDEX (p))",
        "rename     | (id int PRIMARY KEY, a int) ENGINE=MyISAM",
        "not null   | (id int PRIMARY KEY, a varchar(9)) ENGINE=MyISAM",
        "drop       | (id int PRIMARY KEY, a int) ENGINE=MyISAM",
        "index      | (id int PRIMARY KEY, a int) ENGINE=MyISAM",
        "unique     | (id int PRIMARY KEY, a int) ENGINE=MyISAM",
        "unique     | (id int PRIMARY KEY, a int) PARTITION BY HASH (id) PARTITIONS 3",
        "drop       | (id int, a int) PARTITION BY HASH (a) PARTITIONS 3",
        "drop index | (id int PRIMARY KEY, a int AUTO_INCREMENT, KEY by_a (a))",
      })
  void stepThatTheServerDoesNotMakeIsRefusedBefore(String change, String table)
      throws SQLException {
    Migration migration = create(table, change);
    List<String> before = database.catalog();
    assertThatThrownBy(() -> migrator.plan(migration))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("the server does not make the step");
    assertThatThrownBy(() -> migrator.expand(migration))
        .isInstanceOf(InvalidMigrationException.class);
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.PLANNED);
    assertThat(database.catalog()).as("neither changes nor copies").isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "index    | (id int PRIMARY KEY, a int, f text, FULLTEXT (f))",
        "rename   | (id int PRIMARY KEY, a int NOT NULL) PARTITION BY HASH (id) PARTITIONS 3",
        "not null | (id int PRIMARY KEY, a varchar(9)) PARTITION BY KEY (id) PARTITIONS 3",
        "drop     | (id int PRIMARY KEY, a int) PARTITION BY RANGE (id)"
            + " (PARTITION low VALUES LESS THAN (9), PARTITION high VALUES LESS THAN MAXVALUE)",
      })
  void whatItMakesIsDone(String change, String table) throws SQLException {
    migrator.run(create(table, change));
    assertThat(database.number("SELECT COUNT(*) FROM thing")).isOne();
    assertThat(database.catalog()).noneMatch(line -> line.contains("zz_"));
  }

  @Test
  void partitionedTableIsMigratedBesideClients() throws SQLException {
    Migration migration =
        create(
            "(id int PRIMARY KEY, a int NOT NULL DEFAULT 7) PARTITION BY HASH (id) PARTITIONS 3",
            "rename");
    migrator.expand(migration);
    database.execute(
        "INSERT INTO thing (id, a) VALUES (2, 3), (3, 4)",
        "INSERT INTO thing (id, a) VALUES (2, 0) ON DUPLICATE KEY UPDATE a = 5",
        "UPDATE thing SET id = id + 10, b = 6 WHERE id = 3",
        "INSERT INTO thing (id) VALUES (4)");
    migrator.run(migration);
    assertThat(database.rows("SELECT id, b FROM thing ORDER BY id"))
        .containsExactly("1|2", "2|5", "4|7", "13|6");
  }
}
