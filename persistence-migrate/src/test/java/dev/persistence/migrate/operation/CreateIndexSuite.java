package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An index that is built beside writers. */
public abstract class CreateIndexSuite {

  private final LiveDatabase database;
  private final Migrator migrator;

  protected CreateIndexSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private final Migration migration =
      Migration.define("1", "find by city")
          .table("shop", t -> t.createIndex("shop_city", "city", "id"));

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE shop (id int PRIMARY KEY, city varchar(20))",
        "INSERT INTO shop VALUES (1, 'Bern')");
  }

  private List<String> indexes() throws SQLException {
    return database.rows(
        database.sql(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'shop' ORDER BY 1",
            "SELECT DISTINCT lower(index_name) FROM information_schema.statistics WHERE"
                + " table_schema = database() AND table_name = 'shop' ORDER BY 1"));
  }

  @Test
  void expandCreatesAndAbortDrops() throws SQLException {
    List<String> before = indexes();
    migrator.expand(migration);
    assertThat(indexes()).contains("shop_city").hasSize(before.size() + 1);
    migrator.abort(migration);
    assertThat(indexes()).isEqualTo(before);
  }

  @Test
  void completeMigrationKeepsIt() throws SQLException {
    migrator.run(migration);
    assertThat(indexes()).contains("shop_city");
  }

  @Test
  void unknownColumnIsRefused() {
    Migration wrong = Migration.define("1", "wrong").table("shop", t -> t.createIndex("i", "town"));
    assertThatThrownBy(() -> migrator.expand(wrong))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("town");
  }

  @Test
  void columnThatNoIndexTakesIsRefused() throws SQLException {
    assumeThat(database.product()).as("indexes texts of any length").isNotEqualTo("MariaDB");
    database.execute("ALTER TABLE shop ADD COLUMN body " + database.sql("json", "text"));
    Migration wrong = Migration.define("1", "wrong").table("shop", t -> t.createIndex("i", "body"));
    assertThatThrownBy(() -> migrator.expand(wrong))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("body");
  }
}
