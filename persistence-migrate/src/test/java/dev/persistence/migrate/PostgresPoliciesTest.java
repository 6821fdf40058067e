package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.sql.TableName;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables of which the migrator's user, who owns them, does not see every row. */
@WithPostgres
class PostgresPoliciesTest {

  private final LiveDatabase database;
  private final HikariDataSource owner = new HikariDataSource();
  private final Migrator migrator;
  private final Migration renaming =
      Migration.define("1", "x").table("letter", t -> t.renameColumn("text", "body"));

  PostgresPoliciesTest(PostgresCluster cluster) throws SQLException {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    try (Connection connection = database.dataSource().getConnection()) {
      String url = connection.getMetaData().getURL();
      owner.setJdbcUrl(url.substring(0, url.indexOf('?'))); // Which names another user.
    }
    owner.setUsername("owner");
    owner.setPassword("owner");
    this.migrator =
        Migrator.builder(owner).gate(Duration.ZERO, Duration.ZERO).flagsAge(Duration.ZERO).build();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE ROLE owner LOGIN PASSWORD 'owner'",
        "GRANT ALL ON SCHEMA public TO owner",
        "SET ROLE owner",
        "CREATE TABLE letter (id int PRIMARY KEY, tenant int, text varchar(20))",
        "INSERT INTO letter SELECT n, n % 2, 'text' || n FROM generate_series(1, 10) n",
        "CREATE POLICY of_tenant ON letter USING (tenant = 0)",
        "ALTER TABLE letter ENABLE ROW LEVEL SECURITY",
        "RESET ROLE");
  }

  @AfterEach
  void clear() throws SQLException {
    owner.close();
    database.clear();
    database.execute("DROP OWNED BY owner", "DROP ROLE owner");
  }

  private void force(String how) throws SQLException {
    database.execute("ALTER TABLE letter " + how + " ROW LEVEL SECURITY");
  }

  @Test
  void ownerWhomNoPolicyMeansMigratesAllRows() throws SQLException {
    migrator.run(renaming);
    assertThat(database.number("SELECT COUNT(*) FROM letter WHERE body = 'text' || id"))
        .isEqualTo(10);
  }

  private void assertRefused(Consumer<TableChanges> changes) {
    Migration migration = Migration.define("2", "x").table("letter", changes);
    assertThatThrownBy(() -> migrator.plan(migration))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("\"public.letter\" hides rows")
        .hasMessageContaining("BYPASSRLS");
  }

  @Test
  void whatWouldLeaveHiddenRowsAsTheyWereIsRefused() throws SQLException {
    force("FORCE");
    database.execute(
        "CREATE TABLE note (letter int PRIMARY KEY REFERENCES letter)",
        "ALTER TABLE note OWNER TO owner");
    assertRefused(t -> t.renameColumn("text", "body"));
    assertRefused(t -> t.setNotNull("tenant", "1"));
    assertRefused(t -> t.addCheck("positive", "tenant >= 0"));
    assertRefused(t -> t.addUnique("once", "tenant"));
    assertRefused(t -> t.moveColumn("text", TableName.of("note"), "letter"));
    Migration index = Migration.define("3", "x").table("letter", t -> t.createIndex("i", "text"));
    migrator.run(index);
    assertThat(migrator.status(index).state()).isEqualTo(MigrationState.COMPLETED);
  }

  @Test
  void policyThatComesLaterStopsTheBackfillTheComparisonAndTheAbort() throws SQLException {
    migrator.expand(renaming);
    force("FORCE");
    assertThatThrownBy(() -> migrator.backfill(renaming)).hasMessageContaining("hides rows");
    assertThatThrownBy(() -> migrator.abort(renaming)).hasMessageContaining("hides rows");
    force("NO FORCE");
    migrator.backfill(renaming);
    force("FORCE");
    assertThatThrownBy(() -> migrator.verify(renaming)).hasMessageContaining("hides rows");
    force("NO FORCE");
    migrator.run(renaming);
    assertThat(database.number("SELECT COUNT(*) FROM letter WHERE body = 'text' || id"))
        .isEqualTo(10);
  }
}
