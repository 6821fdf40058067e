package dev.persistence.migrate.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.SplitChange;
import dev.persistence.migrate.lint.ServerVersion.Product;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file says, and which files there are. */
class MigrationFolderTest {

  private static final String NAMES =
      """
      -- One display name, for all countries.
      -- @table app.users
      -- @add-column full_name text NOT NULL
      -- @up first_name
      --     || ' ' || last_name
      -- @down first_name: split_part(full_name, ' ', 1)
      -- @down last_name: split_part(full_name, ' ', 2)
      -- @create-index users_full_name full_name, id
      -- @drop-column nickname
      -- @table orders
      -- @change-type total total_cents bigint not null
      -- @up total * 100
      -- @down total_cents / 100
      -- @default 0
      -- @split-column name concat_ws(' ', given,
      --     family)
      -- @into given text not null
      -- @up split_part(name, ' ', 1)
      -- @into family text
      -- @up split_part(name, ' ', 2)
      -- @default ''
      -- @merge-columns length,unit mm int not null
      -- @up CASE unit WHEN 'cm' THEN length * 10 ELSE length END
      -- @down length: mm
      -- @down unit: 'mm'
      -- @move-column phone app.contacts user_id
      -- @move-column fax app.contacts user_id create missing
      -- @rename-column note remark
      -- @set-not-null state 'NEW'
      -- @drop-not-null remark ''
      -- @drop-column legacy 'x y'
      -- @add-check positive total > 0
      -- @add-unique one_each state, total
      -- @add-foreign-key of_user user_id app.users id
      -- @set-default state 'OLD'
      -- @add-enum-value state on hold
      -- @drop-default total
      -- @drop-index by_note
      -- @rename-table purchases
      -- @create-table app.labels id bigint PRIMARY KEY,
      --     text varchar(9)
      -- @drop-table tags
      -- @version-views app_2 app_1
      """;

  @TempDir private Path folder;

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private MigrationFolder read() throws IOException {
    return MigrationFolder.of(folder, Product.POSTGRESQL);
  }

  private void assertRefused(String text, String... words) throws IOException {
    write("1__x.sql", text);
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("1__x.sql")
        .hasMessageContainingAll(words);
  }

  @Test
  void directivesSayWhatTheMethodsSay() throws IOException {
    write("20261121_01__one_display_name.sql", NAMES);
    Migration declared =
        Migration.define("20261121_01", "one display name")
            .table(
                TableName.of("app", "users"),
                t -> {
                  t.addColumn("full_name", "text")
                      .notNull()
                      .up("first_name || ' ' || last_name")
                      .down("first_name", "split_part(full_name, ' ', 1)")
                      .down("last_name", "split_part(full_name, ' ', 2)");
                  t.createIndex("users_full_name", "full_name", "id");
                  t.dropColumn("nickname");
                })
            .table(
                "orders",
                t -> {
                  t.changeType("total", "total_cents", "bigint")
                      .notNull()
                      .up("total * 100")
                      .down("total_cents / 100")
                      .defaultTo("0");
                  SplitChange name = t.splitColumn("name", "concat_ws(' ', given, family)");
                  name.into("given", "text").notNull().up("split_part(name, ' ', 1)");
                  name.into("family", "text").up("split_part(name, ' ', 2)").defaultTo("''");
                  t.mergeColumns(List.of("length", "unit"), "mm", "int")
                      .notNull()
                      .up("CASE unit WHEN 'cm' THEN length * 10 ELSE length END")
                      .down("length", "mm")
                      .down("unit", "'mm'");
                  t.moveColumn("phone", TableName.of("app", "contacts"), "user_id");
                  t.moveColumn("fax", TableName.of("app", "contacts"), "user_id").createMissing();
                  t.renameColumn("note", "remark");
                  t.setNotNull("state", "'NEW'");
                  t.dropNotNull("remark", "''");
                  t.dropColumn("legacy", "'x y'");
                  t.addCheck("positive", "total > 0");
                  t.addUnique("one_each", "state", "total");
                  t.addForeignKey("of_user", "user_id", TableName.of("app", "users"), "id");
                  t.setDefault("state", "'OLD'");
                  t.addEnumValue("state", "on hold");
                  t.dropDefault("total");
                  t.dropIndex("by_note");
                  t.renameTable("purchases");
                })
            .createTable(TableName.of("app", "labels"), "id bigint PRIMARY KEY, text varchar(9)")
            .dropTable(TableName.of("tags"))
            .versionViews("app_2", "app_1");
    Migration read = read().migrations().get(0);
    assertThat(read.toString()).isEqualTo("20261121_01 one display name");
    assertThat(read.text()).isEqualTo(declared.text());
  }

  @Test
  void exampleOfTheDocumentsIsAMigration() throws IOException {
    write(
        "20261121_01__one_display_name.sql",
        """
        -- @table users
        -- @add-column full_name text not null
        -- @up first_name || ' ' || last_name
        -- @down first_name: split_part(full_name, ' ', 1)
        -- @down last_name: split_part(full_name, ' ', 2)
        -- @create-index users_full_name full_name
        -- @expand
        CREATE VIEW greetings AS SELECT word FROM greeting;
        -- @contract
        DROP TABLE old_greeting;
        -- @abort
        DROP VIEW greetings;
        """);
    assertThat(read().migrations().get(0).text()).hasLineCount(5);
  }

  @Test
  void statementsBelongToThePhaseAboveThem() throws IOException {
    write(
        "7__views.sql",
        """
        -- @expand
        -- lint:allow unseen-code looked at
        CALL a(';');
        CREATE TABLE b (i int);
        -- @contract
        DROP VIEW old;
        -- @abort
        DROP TABLE b;
        CALL undo_a();
        """);
    Migration declared =
        Migration.define("7", "views")
            .sql(Phase.EXPAND, "-- lint:allow unseen-code looked at\nCALL a(';')")
            .sql(Phase.EXPAND, "CREATE TABLE b (i int)")
            .sql(Phase.CONTRACT, "DROP VIEW old")
            .sql(Phase.ABORT, "CALL undo_a()")
            .sql(Phase.ABORT, "DROP TABLE b");
    assertThat(read().migrations().get(0).text()).isEqualTo(declared.text());
  }

  @Test
  void routineOfMySqlIsOneStatement() throws IOException {
    String routine = "CREATE PROCEDURE p() BEGIN SELECT ';\\'; '; SELECT 2; END";
    write(
        "8__routine.sql",
        "-- @expand\nDELIMITER //\n" + routine + "//\n-- @abort\nDROP PROCEDURE p;");
    Migration declared =
        Migration.define("8", "routine")
            .sql(Phase.EXPAND, routine)
            .sql(Phase.ABORT, "DROP PROCEDURE p");
    assertThat(MigrationFolder.of(folder, Product.MYSQL).migrations())
        .extracting(Migration::text)
        .containsExactly(declared.text());
  }

  @Test
  void migrationsAreInTheOrderOfTheirVersions() throws IOException {
    write("20261122__c.sql", NAMES);
    write("20261121_02__b.sql", NAMES);
    write("20261121_01__a.sql", NAMES);
    write("1__d.sql", NAMES);
    write("10__e.sql", NAMES);
    write("readme.md", "");
    assertThat(read().migrations())
        .extracting(Migration::version)
        .containsExactly("1", "10", "20261121_01", "20261121_02", "20261122");
    assertThat(read().find("20261122")).isPresent();
    assertThat(read().find("2")).isEmpty();
  }

  @Test
  void markOfTheByteOrderIsPassedOver() throws IOException {
    write("1__a.sql", "\uFEFF-- @table users\r\n-- @rename-table people\r\n");
    assertThat(read().migrations()).hasSize(1);
  }

  @Test
  void twoFilesOfOneVersionAreRefused() throws IOException {
    write("1__a.sql", NAMES);
    write("1__b.sql", NAMES);
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContainingAll("1__a.sql", "1__b.sql", "the version of");
  }

  @Test
  void nonsenseIsRefusedWithItsLine() throws IOException {
    assertRefused("\n-- @frobnicate x", "line 2", "frobnicate", "add-column, add-enum-value");
    assertRefused("-- @table t\n-- @frobnicate x", "line 2", "frobnicate");
    assertRefused("-- @table t\n-- @Drop-Column x", "line 2", "Drop-Column");
    assertRefused("-- @table t\n-- @up x", "line 2", "does not follow a column");
    assertRefused("-- @table t\n-- @drop-column a\n-- @up x", "line 3", "does not follow");
    assertRefused("-- @table t\n-- @add-column x", "line 2", "is missing", "COLUMN TYPE");
    assertRefused("-- @table", "line 1", "a word is missing");
    assertRefused("-- @table t\n-- @into x int", "line 2", "a column that is split");
    assertRefused("-- @table t\n-- @split-column a b\n-- @into x int", "columns that replace one");
    assertRefused("-- @table t\n-- @merge-columns a, b c int", "line 2", "identifier is empty");
    assertRefused("-- @table t\n-- @move-column a b", "line 2", "a word is missing");
    assertRefused("-- @table t\n-- @move-column a b c create", "line 2", "create missing");
    assertRefused("-- @table t\n-- @merge-columns a b int", "line 2", "number of columns");
    assertRefused("-- @table a b", "line 1", "a word too many");
    assertRefused("-- @table t\n-- @rename-column a b c", "line 2", "a word too many");
    assertRefused("-- @table t\n-- @create-index i a,", "line 2", "identifier is empty");
    assertRefused("-- @add-column x int", "line 1", "belongs to no table");
    assertRefused("SELECT 1;", "line 1", "below none of");
    assertRefused("-- @expand now\nSELECT 1;", "line 1", "alone");
    assertRefused("-- @expand\nSELECT 1;", "line 1", "none to abort");
    assertRefused("-- @abort\nX;\n-- @table t\nSELECT 1;", "line 4", "below none of");
    assertRefused("-- Nothing.\n", "it changes nothing");
    assertRefused("-- @table t\n", "it changes nothing");
    assertRefused("-- @expand\n-- @abort\n", "it changes nothing");
  }

  @Test
  void valueThatIsGivenTwiceIsRefused() throws IOException {
    String column = "-- @table t\n-- @add-column x int\n";
    assertRefused(column + "-- @up 1\n-- @up 2", "line 4", "given twice");
    assertRefused(column + "-- @down a: 1\n-- @down a: 2", "line 4", "given twice");
  }

  @Test
  void fileThatCannotBeReadIsRefused() throws IOException {
    Files.write(folder.resolve("1__x.sql"), new byte[] {'-', '-', (byte) 0xff});
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContainingAll("1__x.sql", "UTF-8");
    Files.delete(folder.resolve("1__x.sql"));
    write("1__" + "x".repeat(201) + ".sql", NAMES);
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("length of description");
  }

  @Test
  void fileWithoutVersionIsRefused() throws IOException {
    write("names.sql", "");
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("VERSION__description.sql");
  }

  @Test
  void classPathMayBeADirectoryOrAnArchive() throws IOException {
    Path changes = Files.createDirectories(folder.resolve("db/changes"));
    Files.writeString(changes.resolve("1__a.sql"), NAMES);
    Path archive = folder.resolve("app.jar");
    try (OutputStream file = Files.newOutputStream(archive);
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new ZipEntry("db/changes/"));
      jar.putNextEntry(new ZipEntry("db/changes/1__a.sql"));
      jar.write(NAMES.getBytes(StandardCharsets.UTF_8));
    }
    for (Path root : new Path[] {folder, archive}) {
      try (URLClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, null)) {
        MigrationFolder found =
            MigrationFolder.ofClassPath(loader, "db/changes", Product.POSTGRESQL);
        assertThat(found.migrations()).hasSize(1);
        assertThatThrownBy(() -> MigrationFolder.ofClassPath(loader, "db/none", Product.POSTGRESQL))
            .isInstanceOf(FileNotFoundException.class);
      }
    }
  }
}
