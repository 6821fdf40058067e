package dev.persistence.lifecycle.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.hold.LegalHolds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old rows as files: what is in them, and that they and the table never disagree. */
abstract class FileArchiveSuite {

  private static final TableName LOGS = TableName.of("audit logs");
  private static final String ODD = "a \"quote\"\\, \n a\ttab, \u2028 and 😀\u0001";

  @TempDir private Path folder;

  private final LiveDatabase database;
  private final Transactions transactions;

  FileArchiveSuite(LiveDatabase database) {
    this.database = database;
    this.transactions = database.transactions();
  }

  @BeforeEach
  void create() throws SQLException {
    String table = quoted("audit logs");
    database.execute(
        "CREATE TABLE "
            + table
            + " (id bigint PRIMARY KEY, said varchar(200)"
            + database.sql("", " CHARACTER SET utf8mb4")
            + ", raw "
            + database.sql("bytea", "varbinary(20)")
            + ", amount decimal(20,6), ratio float, logged_at "
            + database.sql("timestamptz", "datetime(6)")
            + " NOT NULL, twice decimal(20,6) GENERATED ALWAYS AS (amount * 2) STORED)");
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO "
                    + table
                    + " (id, said, raw, amount, ratio, logged_at) VALUES (?, ?, ?, 1.5, 0.1,"
                    + " '2026-06-01 10:00:00.123456')")) {
      for (long id = 1; id <= 250; id++) {
        insert.setLong(1, id);
        insert.setString(2, id == 2 ? null : ODD);
        insert.setBytes(3, id == 2 ? null : new byte[] {0, (byte) 0xff, 7});
        insert.addBatch();
      }
      insert.executeBatch();
    }
    database.execute(
        "UPDATE " + table + " SET logged_at = '2029-12-31 00:00:00' WHERE id = 3",
        "UPDATE " + table + " SET logged_at = '2020-01-01 00:00:00' WHERE id = 4");
    database.execute(LifecycleTables.ddl(database.scan(Catalog.builder())));
    RetentionPolicy policy =
        RetentionPolicy.of("audit logs", "logged_at", Period.ofYears(7))
            .archiveAfter(Period.ofYears(2));
    transactions.run(connection -> RetentionPolicies.of(catalog()).save(connection, policy));
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private String quoted(String name) {
    return database.sql('"' + name + '"', '`' + name + '`');
  }

  private Catalog catalog() throws SQLException {
    return database.scan(Catalog.builder());
  }

  private FileArchive archive(ArchiveSink sink) {
    return FileArchive.of("cold", sink);
  }

  private FileArchive plain() {
    return archive(ArchiveSink.folder(folder));
  }

  private static FileArchive encrypted(FileArchive archive, String name, char first) {
    byte[] key = (first + "23456789012345678901234567890ab").getBytes(StandardCharsets.US_ASCII);
    return archive.encryptedBy(name, new SecretKeySpec(key, "AES"));
  }

  private RetentionOutcome run(FileArchive archive) throws SQLException {
    return RetentionJob.builder(database.dataSource(), catalog())
        .archiveInto(LOGS, archive)
        .clock(Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC))
        .build()
        .run()
        .outcomes()
        .get(0);
  }

  private static List<Map<String, @Nullable String>> rows(FileArchive archive) throws IOException {
    List<Map<String, @Nullable String>> rows = new ArrayList<>();
    for (ArchiveManifest file : archive.files()) {
      archive.read(file, rows::add);
    }
    return rows;
  }

  private List<String> left() throws SQLException {
    return database.rows("SELECT id FROM " + quoted("audit logs") + " ORDER BY id");
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void valuesAreReadBackAndWhatIsBeyondItsPeriodIsNotArchived() throws Exception {
    assertThat(run(plain())).isEqualTo(new RetentionOutcome("audit logs", 0, 248, 1, 0, null));
    assertThat(left()).containsExactly("3");
    List<Map<String, @Nullable String>> rows = rows(plain());
    assertThat(rows).hasSize(248).extracting(row -> row.get("id")).doesNotContain("3", "4");
    assertThat(rows.get(0))
        .containsOnlyKeys("id", "said", "raw", "amount", "ratio", "logged_at")
        .containsEntry("said", ODD)
        .containsEntry("amount", "1.500000");
    assertThat(rows.get(0).get("raw")).isEqualToIgnoringCase("00ff07");
    assertThat(Float.parseFloat(String.valueOf(rows.get(0).get("ratio")))).isEqualTo(0.1f);
    assertThat(rows.get(0).get("logged_at")).startsWith("2026-06-01 ").contains(":00:00.123456");
    assertThat(rows.get(1)).containsEntry("said", null).containsEntry("raw", null);
    ArchiveManifest file = plain().files().get(0);
    assertThat(file.table()).endsWith("audit logs");
    assertThat(file.columns()).startsWith("id bigint").contains(", said ");
    assertThat(database.number("SELECT COUNT(*) FROM lifecycle_archived_files WHERE shown = 1"))
        .isEqualTo(plain().files().size());
    assertThat(run(plain()).archived()).isZero();
    assertThat(files()).hasSize(2 * plain().files().size());
  }

  @Test
  void encryptedFilesNeedTheirKey() throws Exception {
    FileArchive archive = encrypted(plain(), "2026", 'k');
    assertThat(run(archive).archived()).isEqualTo(248);
    assertThat(rows(archive)).hasSize(248);
    assertThat(Files.readString(folder.resolve(files().get(0)), StandardCharsets.ISO_8859_1))
        .doesNotContain("quote");
    for (FileArchive other :
        List.of(plain(), encrypted(plain(), "2027", 'k'), encrypted(plain(), "2026", 'x'))) {
      assertThatThrownBy(() -> rows(other))
          .isInstanceOf(LifecycleException.class)
          .hasMessageContaining("was not read");
    }
  }

  @Test
  void spoiltFileIsRefusedAsAWhole() throws Exception {
    run(plain());
    ArchiveManifest file = plain().files().get(0);
    Path path = folder.resolve(file.file());
    byte[] content = Files.readAllBytes(path);
    content[content.length / 2] ^= 1;
    Files.write(path, content);
    assertThatThrownBy(() -> plain().read(file, row -> {}))
        .isInstanceOf(LifecycleException.class)
        .hasMessageContaining("SHA-256");
    content[content.length / 2] ^= 1;
    Files.write(path, content);
    ArchiveManifest wrongCount =
        new ArchiveManifest(
            file.file(), file.table(), file.columns(), 5, FileArchive.sha256(content), null);
    assertThatThrownBy(() -> plain().read(wrongCount, row -> {})).hasMessageContaining("not 5");
  }

  @Test
  void heldRowStays() throws Exception {
    LegalHolds holds = LegalHolds.of(catalog());
    transactions.run(
        connection ->
            holds.place(
                connection, new RowKey(LOGS, List.of(7L)), new Attribution("case", "anna")));
    assertThat(run(plain()).archived()).isEqualTo(247);
    assertThat(left()).containsExactly("3", "7");
    assertThat(rows(plain())).extracting(row -> row.get("id")).doesNotContain("7");
  }

  /** A folder that refuses to go on at one of its calls. */
  private final class Failing implements ArchiveSink {
    private final ArchiveSink sink = ArchiveSink.folder(folder);
    private final String suffix;
    private final boolean before;

    private Failing(String suffix, boolean before) {
      this.suffix = suffix;
      this.before = before;
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
      if (!before || !name.endsWith(suffix)) {
        sink.put(name, content);
      }
      if (name.endsWith(suffix)) {
        throw new IOException("no space");
      }
    }

    @Override
    public byte[] get(String name) throws IOException {
      return sink.get(name);
    }

    @Override
    public Iterable<String> names(String prefix) throws IOException {
      return sink.names(prefix);
    }

    @Override
    public void delete(String name) throws IOException {
      sink.delete(name);
    }
  }

  @Test
  void fileThatIsNotStoredLeavesItsRows() throws Exception {
    RetentionOutcome outcome = run(archive(new Failing(".gz", true)));
    assertThat(outcome.failure()).isInstanceOf(LifecycleException.class);
    assertThat(outcome.failure()).hasCauseInstanceOf(IOException.class);
    assertThat(left()).hasSize(249);
    assertThat(rows(plain())).isEmpty();
    assertThat(run(plain()).archived()).isEqualTo(248);
  }

  @Test
  void fileWhoseRowsWereNotRemovedIsNeverReadAndGoesAnHourLater() throws Exception {
    assertThat(run(archive(new Failing(".gz", false))).succeeded()).isFalse();
    assertThat(left()).hasSize(249);
    assertThat(files()).as("stored, and rolled back").hasSize(1);
    assertThat(rows(plain())).isEmpty();
    plain().settle(database.dataSource(), catalog());
    assertThat(files()).as("its run may be alive").hasSize(1);
    Files.writeString(folder.resolve("audit-logs-of-another-database.jsonl.gz"), "");
    database.execute("UPDATE lifecycle_archived_files SET archived_at = '2020-01-01'");
    FileArchive.of("warm", ArchiveSink.folder(folder)).settle(database.dataSource(), catalog());
    assertThat(files()).as("it is another archive's").hasSize(2);
    plain().settle(database.dataSource(), catalog());
    assertThat(files()).containsExactly("audit-logs-of-another-database.jsonl.gz");
    assertThat(database.number("SELECT COUNT(*) FROM lifecycle_archived_files")).isZero();
    assertThat(run(plain()).archived()).isEqualTo(248);
    assertThat(rows(plain())).hasSize(248);
  }

  @Test
  void fileThatWasNeverWholeGoesAnHourLater() throws Exception {
    assertThat(run(archive(new Failing(".gz", false))).succeeded()).isFalse();
    String file = files().get(0);
    Files.move(folder.resolve(file), folder.resolve("." + file + ".part"));
    assertThat(plain().files()).isEmpty();
    database.execute("UPDATE lifecycle_archived_files SET archived_at = '2020-01-01'");
    plain().settle(database.dataSource(), catalog());
    assertThat(files()).as("its rows are personal as well").isEmpty();
  }

  @Test
  void fileThatWasNotShownIsShownLater() throws Exception {
    assertThat(run(archive(new Failing(".json", true))).succeeded()).isFalse();
    assertThat(left()).containsExactly("3");
    ArchiveSink elsewhere = ArchiveSink.folder(Files.createDirectory(folder.resolve("warm")));
    FileArchive.of("warm", elsewhere).settle(database.dataSource(), catalog());
    assertThat(rows(plain())).isEmpty();
    plain().settle(database.dataSource(), catalog());
    assertThat(rows(plain())).hasSize(248);
    plain().settle(database.dataSource(), catalog());
    assertThat(rows(plain())).hasSize(248);
  }

  @Test
  void namesThatLeaveTheFolderAreRefused() {
    ArchiveSink sink = ArchiveSink.folder(folder);
    for (String name : List.of("../x", "a/b", "", ".x", "a\0")) {
      assertThatThrownBy(() -> sink.put(name, new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
