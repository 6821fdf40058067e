package dev.persistence.lifecycle.subject;

import static dev.persistence.lifecycle.subject.ExportFiles.firstColumns;
import static dev.persistence.lifecycle.subject.ExportFiles.names;
import static dev.persistence.lifecycle.subject.ExportFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.lifecycle.CatalogBuilder;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One tenant's rows are written, all of them, and none of the other's. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class TenantExportSuite {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final String NOBODYS =
      " for which neither a column names the tenant, nor a way that goes through each table once,"
          + " if there are such";

  private final LiveDatabase database;
  private final TwoTenants tenants;

  TenantExportSuite(LiveDatabase database) {
    this.database = database;
    this.tenants = new TwoTenants(database);
  }

  @BeforeAll
  void create() throws SQLException {
    tenants.create();
  }

  @BeforeEach
  void fill() throws SQLException {
    tenants.fill();
  }

  @AfterAll
  void clear() throws SQLException {
    database.clear();
  }

  private TenantExports exports() throws SQLException {
    return exports(database.dataSource(), TwoTenants.tables());
  }

  private TenantExports exports(DataSource dataSource, CatalogBuilder tables) throws SQLException {
    return TenantExports.builder()
        .database("work", dataSource, database.scan(tables))
        .clock(Clock.fixed(NOON, ZoneOffset.UTC))
        .build();
  }

  @Test
  void allRowsOfTheTenantAreThereAndNoneOfTheOther(@TempDir Path parent) throws Exception {
    Path folder = parent.resolve("acme");
    TenantExport acme = exports().export("acme", folder);
    assertThat(firstColumns(acme.tables(), folder)).isEqualTo(tenants.own("acme")).hasSize(10);
    assertThat(acme.rows()).isEqualTo(17);
    assertThat(text(folder)).contains("canary").doesNotContain("seven", "globex", "nobody");
    Path other = parent.resolve("globex");
    TenantExport globex = exports().export("globex", other);
    assertThat(firstColumns(globex.tables(), other)).isEqualTo(tenants.own("globex"));
    assertThat(text(other)).contains("seven").doesNotContain("canary", "acme", "nobody");
    long all = 0;
    for (String table : tenants.own("acme").keySet()) {
      all += database.number("SELECT COUNT(*) FROM " + table);
    }
    assertThat(acme.rows() + globex.rows()).as("all but three of nobody").isEqualTo(all - 3);
  }

  @Test
  void parentsComeBeforeTheirChildren(@TempDir Path parent) throws Exception {
    TenantExport export = exports().export("acme", parent.resolve("export"));
    List<String> order = export.tables().stream().map(ExportedTable::table).toList();
    assertThat(order).containsSubsequence("tenants", "members", "notes");
    assertThat(order).containsSubsequence("projects", "tasks", "task_tags");
    assertThat(order).containsSubsequence("projects_archive", "tasks_archive");
  }

  @Test
  void manifestTellsWhatIsInTheFilesAndWhatIsNot(@TempDir Path parent) throws Exception {
    Path folder = parent.resolve("export");
    TenantExport export = exports().export("acme", folder);
    assertThat(Files.readString(folder.resolve("manifest.json")))
        .isEqualTo(export.toJson() + "\n")
        .startsWith("{\"tenant\":\"acme\",\"at\":\"2026-03-01T12:00:00Z\",\"tables\":[{")
        .contains("\"database\":\"work\",\"table\":\"members\"", "\"rows\":2")
        .doesNotContain("canary");
    assertThat(export.notHeld())
        .containsExactly(
            "rows of banners in work" + NOBODYS,
            "rows of countries in work, which all tenants share",
            "rows of notes in work" + NOBODYS,
            "rows of tasks_archive in work" + NOBODYS,
            "rows that retention archived into files, until the files are deleted");
    assertThat(export.toString()).contains("members").doesNotContain("acme");
    assertThat(names(folder)).hasSize(11).contains("manifest.json");
  }

  @Test
  void rowsAreOfOneMomentWhateverIsWrittenMeanwhile(@TempDir Path parent) throws Exception {
    Map<String, List<String>> before = tenants.own("acme");
    String[] writes = {
      "DELETE FROM task_tags WHERE task_id = 12",
      "INSERT INTO members VALUES (13, 'acme', NULL, 'late')",
      "INSERT INTO projects VALUES (14, 'acme', 'late', NULL, NULL)",
      "INSERT INTO tasks VALUES (14, 14, NULL, NULL, 'late')",
      "INSERT INTO task_tags VALUES (14, 'late'), (11, 'late')",
      "UPDATE projects SET tenant_id = 'globex' WHERE id = 11",
      "UPDATE comments SET body = 'late'"
    };
    // By then the tenant, its members and tasks were read, and the tags were not.
    Interposed writer = new Interposed("task_tags", () -> database.execute(writes));
    Path folder = parent.resolve("export");
    DataSource dataSource = writer.on(database.dataSource());
    TenantExport export = exports(dataSource, TwoTenants.tables()).export("acme", folder);
    assertThat(writer.happened()).isTrue();
    assertThat(firstColumns(export.tables(), folder)).isEqualTo(before);
    assertThat(text(folder)).doesNotContain("late");
    assertThat(tenants.own("acme")).as("it was written").isNotEqualTo(before);
  }

  @Test
  void unknownTenantHasNoExport(@TempDir Path parent) throws Exception {
    for (String unknown : List.of("initech", "acm", "acmex", "' OR '1' = '1", "9".repeat(300))) {
      assertThatThrownBy(() -> exports().export(unknown, parent.resolve("export")))
          .isInstanceOf(LifecycleException.class)
          .hasMessageContaining("no database has a row of this tenant")
          .hasMessageNotContaining(unknown);
      assertThat(names(parent)).as(unknown).isEmpty();
    }
    for (String impossible : List.of(" ", "9".repeat(301))) {
      assertThatThrownBy(() -> exports().export(impossible, parent.resolve("export")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void onlyTheVeryTextOfAnIdIsTheTenant(@TempDir Path parent) throws Exception {
    database.execute("INSERT INTO banners VALUES (93, 'Acme', 'of another')");
    TenantExport acme = exports().export("acme", parent.resolve("acme"));
    assertThat(acme.rows()).isEqualTo(17);
    assertThat(text(parent.resolve("acme"))).doesNotContain("of another");
    assertThat(exports().export("Acme", parent.resolve("other")).rows()).isEqualTo(1);
    assertThat(text(parent.resolve("other")))
        .isEqualTo("{\"id\":93,\"tenant_id\":\"Acme\",\"body\":\"of another\"}\n");
  }

  @Test
  void rowOfTwoTenantsIsRefusedAndNothingIsLeft(@TempDir Path parent) throws Exception {
    // Its project is of the one, and its assignee of the other.
    database.execute("INSERT INTO tasks VALUES (15, 11, 21, NULL, 'of both')");
    for (String tenant : List.of("acme", "globex")) {
      assertThatThrownBy(() -> exports().export(tenant, parent.resolve("export")))
          .isInstanceOf(LifecycleException.class)
          .hasMessageContaining("Nothing was exported")
          .hasMessageContaining("tasks\" lead to rows of this tenant and of another: 1")
          .hasMessageNotContaining(tenant);
      assertThat(names(parent)).isEmpty();
    }
    database.execute("UPDATE tasks SET assignee = 11 WHERE id = 15");
    exports().export("acme", parent.resolve("export"));
    assertThat(text(parent.resolve("export"))).contains("of both");
  }

  private static PlanRefusedException refused(Reason reason, PlanRefusedException refused) {
    assertThat(refused.reason()).isEqualTo(reason);
    return refused;
  }

  @Test
  void tableThatIsNeitherATenantsNorSharedIsRefused(@TempDir Path parent) throws Exception {
    TenantExports before = exports();
    Path folder = parent.resolve("export");
    database.execute(
        "CREATE TABLE fresh (id bigint PRIMARY KEY, country varchar(2), CONSTRAINT"
            + " fresh_country FOREIGN KEY (country) REFERENCES countries (code))");
    try {
      assertThatThrownBy(() -> before.export("acme", folder))
          .isInstanceOfSatisfying(
              PlanRefusedException.class, refused -> refused(Reason.DRIFT, refused));
      CatalogBuilder described = TwoTenants.tables().table("fresh", t -> {});
      assertThatThrownBy(() -> exports(database.dataSource(), described))
          .isInstanceOfSatisfying(
              PlanRefusedException.class,
              refused ->
                  assertThat(refused(Reason.NO_TENANT, refused).table())
                      .asString()
                      .endsWith("fresh"))
          .hasMessageContaining("with shared()");
      assertThat(names(parent)).isEmpty();
      CatalogBuilder shared = TwoTenants.tables().table("fresh", t -> t.shared());
      TenantExport export = exports(database.dataSource(), shared).export("acme", folder);
      assertThat(export.tables()).hasSize(10);
      assertThat(export.notHeld()).contains("rows of fresh in work, which all tenants share");
    } finally {
      database.execute("DROP TABLE fresh");
    }
  }

  @Test
  void wayThatIsLostMeanwhileIsRefused(@TempDir Path parent) throws Exception {
    TenantExports before = exports();
    database.execute(
        "ALTER TABLE notes DROP " + database.sql("CONSTRAINT", "FOREIGN KEY") + " notes_member");
    try {
      assertThatThrownBy(() -> before.export("acme", parent.resolve("export")))
          .isInstanceOf(PlanRefusedException.class);
      CatalogBuilder described =
          TwoTenants.tables().table("notes", t -> t.plain("member_id").personal("body"));
      assertThatThrownBy(() -> exports(database.dataSource(), described))
          .isInstanceOfSatisfying(
              PlanRefusedException.class,
              refused ->
                  assertThat(refused(Reason.NO_TENANT, refused).table())
                      .asString()
                      .endsWith("notes"));
      assertThat(names(parent)).isEmpty();
    } finally {
      database.execute(
          "ALTER TABLE notes ADD CONSTRAINT notes_member FOREIGN KEY (member_id) REFERENCES members"
              + " (id)");
    }
  }

  @Test
  void sharedTableIsNobodysWhateverItLeadsTo(@TempDir Path parent) throws Exception {
    CatalogBuilder shared = TwoTenants.tables().table("notes", t -> t.shared().personal("body"));
    Path folder = parent.resolve("export");
    TenantExport export = exports(database.dataSource(), shared).export("acme", folder);
    assertThat(export.tables()).extracting(ExportedTable::table).hasSize(9).doesNotContain("notes");
    assertThat(export.notHeld()).contains("rows of notes in work, which all tenants share");
  }

  @Test
  void rowOfATreeIsFoundByAWayOfItsOwn(@TempDir Path parent) throws Exception {
    database.execute(
        "CREATE TABLE folders (id bigint PRIMARY KEY, member_id bigint, parent bigint, CONSTRAINT"
            + " folders_member FOREIGN KEY (member_id) REFERENCES members (id), CONSTRAINT"
            + " folders_parent FOREIGN KEY (parent) REFERENCES folders (id))",
        "INSERT INTO folders VALUES (1, 11, NULL), (2, 11, 1), (3, NULL, 1), (4, 21, 1)");
    try {
      CatalogBuilder described = TwoTenants.tables().table("folders", t -> {});
      Path folder = parent.resolve("export");
      TenantExport export = exports(database.dataSource(), described).export("acme", folder);
      assertThat(firstColumns(export.tables(), folder)).containsEntry("folders", List.of("1", "2"));
      assertThat(export.notHeld()).contains("rows of folders in work" + NOBODYS);
    } finally {
      database.execute("DROP TABLE folders");
    }
  }

  @Test
  void rowsOfSeveralDatabasesAreInOneFolder(@TempDir Path parent) throws Exception {
    TenantExportsBuilder builder =
        TenantExports.builder()
            .database("eu", database.dataSource(), database.scan(TwoTenants.tables()))
            .database("us", database.dataSource(), database.scan(TwoTenants.tables()));
    assertThatThrownBy(
            () -> builder.database("us", database.dataSource(), database.scan(TwoTenants.tables())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TenantExports.builder().build())
        .isInstanceOf(IllegalArgumentException.class);
    TenantExport export = builder.build().export("acme", parent.resolve("export"));
    assertThat(export.rows()).isEqualTo(34);
    List<String> databases = new ArrayList<>();
    export.tables().forEach(table -> databases.add(table.database()));
    assertThat(databases).hasSize(20).startsWith("eu").endsWith("us").isSorted();
    assertThat(export.notHeld())
        .contains("rows of countries in eu, which all tenants share")
        .contains("rows of countries in us, which all tenants share");
  }
}
