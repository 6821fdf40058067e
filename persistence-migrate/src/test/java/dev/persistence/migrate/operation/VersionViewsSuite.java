package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When there can be no views of versions; how they are is in {@code PostgresVersionViewsSuite}. */
public abstract class VersionViewsSuite {

  private final LiveDatabase database;
  private final Migration ranks =
      Migration.define("2", "ranks").table("users", t -> t.addColumn("rank", "int"));

  protected VersionViewsSuite(LiveDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute("CREATE TABLE users (id int PRIMARY KEY, name varchar(20))");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private void assertRefused(Migration migration, String reason) throws SQLException {
    List<String> catalog = database.catalog();
    assertThatThrownBy(() -> database.migrator().build().expand(migration))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining(database.sql(reason, "has no search path"));
    assertThat(database.catalog()).isEqualTo(catalog);
  }

  @Test
  void elsewhereThanOnPostgresTheyAreRefused() throws SQLException {
    if (database.isPostgreSql()) {
      assertThat(database.migrator().build().plan(ranks.versionViews()).toString())
          .contains("create views in v_2", "keep views in v_2", "drop views in v_2");
    } else {
      assertThatThrownBy(() -> database.migrator().build().plan(ranks.versionViews()))
          .isInstanceOf(InvalidMigrationException.class)
          .hasMessageContaining("SchemaFlags");
    }
  }

  @Test
  void migrationThatChangesTheLookOfNoTableIsRefused() throws SQLException {
    Migration index =
        Migration.define("3", "index").table("users", t -> t.createIndex("by_name", "name"));
    assertRefused(index.versionViews(), "none of its tables");
  }

  @Test
  void schemaOfSomebodyElseIsRefused() throws SQLException {
    assertRefused(ranks.versionViews("public"), "there is a schema \"public\" already");
  }

  @Test
  void nameThatNoSchemaCanHaveIsRefused() throws SQLException {
    assertRefused(ranks.versionViews("pg_2"), "begin with pg_");
    Migration longest = Migration.define("2".repeat(62), "ranks");
    assertRefused(
        longest.table("users", t -> t.addColumn("rank", "int")).versionViews(),
        "has 64 bytes; allowed by PostgreSQL: at most 63");
  }

  @Test
  void tablesOfSeveralSchemasAreRefused() throws SQLException {
    if (database.isPostgreSql()) {
      database.execute("CREATE SCHEMA other", "CREATE TABLE other.users (id int)");
      Migration both = ranks.table(TableName.of("other", "users"), t -> t.addColumn("rank", "int"));
      assertRefused(both.versionViews(), "several schemas, [other, public]");
    }
  }

  @Test
  void twoOfTheMigrationOrOneNameForBothIsRefused() {
    assertThatThrownBy(() -> ranks.versionViews().versionViews("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> ranks.versionViews("a", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another one");
  }

  @Test
  void theyAreAPartOfTheText() {
    assertThat(ranks.versionViews("a", "b").text())
        .isEqualTo(ranks.text() + "\nversion views a old b");
  }
}
