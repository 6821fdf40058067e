package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients of a version's views may do, and what no view can. */
abstract class PostgresViewRightsSuite {

  private static final String OLD = "app_1";
  private static final String NEW = "app_2";

  private static final Migration NAMES =
      Migration.define("20261121_01", "one name")
          .table(
              "users",
              t -> {
                t.renameColumn("note", "remark");
                t.dropColumn("legacy");
              })
          .versionViews(NEW, OLD);

  private final VersionClients database;
  private final Migrator migrator;
  private final String role = "client_" + Long.toHexString(System.nanoTime());

  PostgresViewRightsSuite(PostgresCluster cluster) {
    this.database = new VersionClients(cluster.primary().dataSource());
    this.migrator = database.live().migrator().build();
  }

  @BeforeEach
  void create() throws SQLException {
    database
        .live()
        .execute(
            "CREATE TABLE users (id int PRIMARY KEY, note text, legacy text)",
            "INSERT INTO users VALUES (1, 'a', 'x'), (2, 'b', 'y')",
            "CREATE ROLE " + role);
  }

  @AfterEach
  void clear() throws SQLException {
    database.live().execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    database.live().clear();
  }

  private static void assertRefused(LiveDatabase client, String statement, String reason) {
    assertThatThrownBy(() -> client.execute(statement))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void viewGivesNoRightThatTheTableDoesNotGive() throws SQLException {
    database
        .live()
        .execute(
            "GRANT USAGE ON SCHEMA public TO " + role,
            "GRANT SELECT (id, note), INSERT, UPDATE (note) ON users TO " + role,
            "ALTER TABLE users ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY odd ON users TO " + role + " USING (id % 2 = 1)");
    migrator.expand(NAMES);
    LiveDatabase client = database.as(OLD, role);
    assertRefused(client, "SELECT id FROM users", "permission denied for table users");
    database.live().execute("GRANT SELECT (legacy) ON users TO " + role);
    assertThat(client.rows("SELECT id, note FROM users")).containsExactly("1|a");
    client.execute("UPDATE users SET note = 'c'", "INSERT INTO users VALUES (3, 'd', 'z')");
    assertRefused(client, "UPDATE users SET legacy = 'q'", "permission denied");
    assertRefused(client, "DELETE FROM users", "permission denied");
    assertRefused(client, "INSERT INTO users VALUES (4, 'e', 'w')", "row-level security");
    LiveDatabase young = database.as(NEW, role);
    assertThat(young.rows("SELECT remark FROM users")).as("by the old name").hasSize(2);
    database.live().execute("REVOKE SELECT (remark) ON users FROM " + role);
    assertRefused(young, "SELECT id FROM users", "permission denied for table users");
    database.live().execute("GRANT SELECT (remark), DELETE ON users TO " + role);
    assertThat(young.rows("SELECT id, remark FROM users")).containsExactly("1|c", "3|d");
    young.execute("DELETE FROM users");
    assertThat(database.live().rows("SELECT id, note FROM users")).containsExactly("2|b");
  }

  @Test
  void whoMayNotUseTheSchemaOfTheTablesMayNotUseThatOfTheVersion() throws SQLException {
    database
        .live()
        .execute(
            "CREATE SCHEMA other",
            "CREATE TABLE other.orders (id int)",
            "GRANT SELECT ON other.orders TO " + role);
    Migration orders =
        Migration.define("20261123_02", "orders")
            .table(TableName.of("other", "orders"), t -> t.addColumn("total", "int"))
            .versionViews(NEW);
    migrator.expand(orders);
    assertRefused(
        database.as(NEW, role), "SELECT * FROM app_2.orders", "permission denied for schema");
    migrator.abort(orders);
    database.live().execute("GRANT USAGE ON SCHEMA other TO " + role);
    migrator.expand(orders);
    assertThat(database.as(NEW, role).rows("SELECT * FROM orders")).isEmpty();
  }

  @Test
  void userWhoMayCreateNoSchemaIsRefused() throws SQLException {
    database
        .live()
        .execute(
            "GRANT USAGE, CREATE ON SCHEMA public TO " + role,
            "ALTER TABLE users OWNER TO " + role);
    Migrator poor =
        Migrator.builder(VersionClients.setting(database.live().dataSource(), "SET ROLE " + role))
            .build();
    assertThatThrownBy(() -> poor.plan(NAMES))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("the user may create no schema");
  }

  /** Who owns the table may change it, but not drop what a runner before him has made. */
  @Test
  void viewsThatAnotherUserHasMadeAreRefusedBeforeAnything() throws SQLException {
    migrator.run(NAMES);
    database
        .live()
        .execute(
            "GRANT USAGE, CREATE ON SCHEMA public TO " + role,
            "ALTER TABLE users OWNER TO " + role,
            "GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role,
            "DO $$ BEGIN EXECUTE 'GRANT CREATE ON DATABASE ' || quote_ident(current_database())"
                + " || ' TO "
                + role
                + "'; END $$");
    Migrator other =
        Migrator.builder(VersionClients.setting(database.live().dataSource(), "SET ROLE " + role))
            .build();
    Migration age =
        Migration.define("20261124_01", "age").table("users", t -> t.addColumn("age", "int"));
    for (Migration migration : List.of(age, age.versionViews("app_3"))) {
      assertThatThrownBy(() -> other.plan(migration))
          .isInstanceOf(InvalidMigrationException.class)
          .hasMessageContaining("view \"app_2.users\" of an older version, which goes, is");
    }
    database.live().execute("DROP VIEW app_2.users");
    assertThatThrownBy(() -> other.plan(age.versionViews(NEW)))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("schema \"app_2\" is another user's");
    assertThat(other.plan(age.versionViews("app_3")).toString()).contains("create views in app_3");
  }

  /** What the documents say. */
  @Test
  void statementsThatTakeNoView() throws SQLException {
    migrator.expand(NAMES);
    LiveDatabase client = database.as(OLD);
    String merge = "MERGE INTO users u USING (SELECT 1) o ON u.id = 1 WHEN MATCHED THEN DO NOTHING";
    if (database.live().number("SHOW server_version_num") >= 170_000) {
      client.execute(merge);
      merge = "SELECT ctid FROM users";
    }
    for (String statement :
        List.of(
            merge,
            "COPY users FROM PROGRAM 'true'",
            "SELECT ctid FROM users",
            "SELECT id, note FROM users GROUP BY id",
            "INSERT INTO users VALUES (1, 'a', 'x')"
                + " ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING",
            "TRUNCATE users")) {
      assertThatThrownBy(() -> client.execute(statement))
          .as(statement)
          .isInstanceOf(SQLException.class);
      database.live().execute(statement);
    }
    client.execute("SELECT * FROM users WHERE id = 1 FOR UPDATE");
  }
}
