package dev.persistence.migrate;

import static dev.persistence.migrate.ReadSide.READ_NEW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The examples of the documents. */
@WithPostgres
class MigrateExamplesDatabaseTest {

  private static final Migration NAMES =
      Migration.define("20261121_01", "one display name")
          .table(
              "users",
              t ->
                  t.addColumn("full_name", "text")
                      .notNull()
                      .up("first_name || ' ' || last_name")
                      .down("first_name", "split_part(full_name, ' ', 1)")
                      .down("last_name", "split_part(full_name, ' ', 2)"));

  @Test
  void phasesOneByOne(PostgresCluster cluster) throws SQLException {
    DataSource primary = cluster.primary().dataSource();
    LiveDatabase database = new LiveDatabase(primary);
    database.execute(
        "CREATE TABLE users (id bigint PRIMARY KEY, first_name text NOT NULL, last_name text NOT"
            + " NULL)",
        "INSERT INTO users VALUES (1, 'Ada', 'Lovelace')");
    Migrator migrator =
        Migrator.builder(primary)
            .throttle(Throttle.rate(20_000))
            .gate(Duration.ZERO, Duration.ZERO)
            .build();

    String plan = migrator.plan(NAMES).toString();

    migrator.expand(NAMES); // From here on old and new versions may run side by side.
    migrator.backfill(NAMES);
    migrator.verify(NAMES);
    migrator.seen("web-1", "20261121_01"); // Each instance, every few seconds.
    migrator.switchTo(NAMES); // From here on writes of old versions are counted.
    migrator.contract(NAMES); // From here on there is no way back.

    SchemaFlags flags = SchemaFlags.of(primary); // Once, for all threads.
    String column = flags.side("20261121_01") == READ_NEW ? "full_name" : "first_name";

    assertThat(column).isEqualTo("full_name");
    assertThat(plan).contains("EXPAND", "add column full_name and its triggers");
    assertThat(database.rows("SELECT id, full_name FROM users")).containsExactly("1|Ada Lovelace");
  }
}
