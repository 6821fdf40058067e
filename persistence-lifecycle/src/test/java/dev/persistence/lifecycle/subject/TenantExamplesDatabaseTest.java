package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/lifecycle.md that is about one tenant. */
@WithPostgres
class TenantExamplesDatabaseTest {

  private final LiveDatabase database;

  TenantExamplesDatabaseTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE tenants (id varchar(40) PRIMARY KEY, name varchar(60))",
        "CREATE TABLE members (id bigint PRIMARY KEY, tenant_id varchar(40) NOT NULL, email"
            + " varchar(60))",
        "CREATE TABLE notes (id bigint PRIMARY KEY, member_id bigint NOT NULL REFERENCES members"
            + " (id), body varchar(60))",
        "CREATE TABLE countries (code varchar(2) PRIMARY KEY, name varchar(60))",
        "INSERT INTO tenants VALUES ('acme', 'Acme'), ('globex', 'Globex')",
        "INSERT INTO members VALUES (1, 'acme', 'anna@x'), (2, 'globex', 'bert@x')",
        "INSERT INTO notes VALUES (1, 1, 'hers'), (2, 2, 'his'), (3, 1, 'hers')");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void tenantIsGivenWhatIsItsOwn(@TempDir Path parent) throws Exception {
    DataSource dataSource = database.dataSource();
    Path folder = parent.resolve("export");
    try (Connection connection = dataSource.getConnection()) {
      Catalog catalog =
          Catalog.builder()
              .table("tenants", t -> t.tenant("id").plain("name"))
              .table("members", t -> t.tenant("tenant_id").personal("email"))
              .table("notes", t -> t.personal("body"))
              .table("countries", t -> t.shared().plain("name"))
              .scan(connection);
      TenantExports exports = TenantExports.builder().database("work", dataSource, catalog).build();
      TenantExport export = exports.export("acme", folder);
      assertThat(export.rows()).isEqualTo(4);
      assertThat(export.tables())
          .extracting(ExportedTable::table)
          .containsExactlyInAnyOrder("tenants", "members", "notes");
      assertThat(folder.resolve("manifest.json")).exists();
    }
  }
}
