package dev.persistence.lifecycle.retention;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of an archive, recorded in the transactions that remove their rows, and the runs that
 * write them, recorded before their first file.
 *
 * <p>A run is a row without a manifest, by the prefix of its files' names. Files for which a run
 * has committed nothing are found by that prefix alone, so that a place which databases share is
 * safe. A batch has its run's row locked before it writes a file, and whoever deletes files has it,
 * too.
 */
final class FileBook {

  private static final long SILENCE_MICROS = Duration.ofHours(1).toNanos() / 1_000;

  private final Engine engine;
  private final String book;
  private final Transactions transactions;
  private final FileArchive archive;

  FileBook(Catalog catalog, Transactions transactions, FileArchive archive) {
    this.engine = Engine.of(catalog.dialect());
    this.book = new Books(catalog).archivedFiles();
    this.transactions = transactions;
    this.archive = archive;
  }

  void begin(String run) throws SQLException {
    transactions.run(connection -> insert(connection, run, null));
  }

  private void insert(Connection connection, String name, @Nullable String manifest)
      throws SQLException {
    Sql.update(
        connection,
        SqlFragment.of(
            "INSERT INTO "
                + book
                + " (file_name, archive, manifest, shown, archived_at) VALUES (?, ?, ?, 0, "
                + engine.words().now()
                + ")",
            name,
            archive.name(),
            manifest));
  }

  /** Says that the run is alive, and keeps others from its files until the transaction ends. */
  void lock(Connection connection, String run) throws SQLException {
    String update = "UPDATE " + book + " SET archived_at = " + engine.words().now();
    if (Sql.update(connection, SqlFragment.of(update + " WHERE file_name = ?", run)) == 0) {
      insert(connection, run, null);
    }
  }

  /** Records the file with the removal of its rows. */
  void record(Connection connection, ArchiveManifest manifest) throws SQLException {
    insert(connection, manifest.file(), manifest.json());
  }

  /** Ends a run, which will write no more. */
  void end(String run) throws SQLException, IOException {
    show();
    clear(run, SqlFragment.of("manifest IS NULL"));
  }

  void settle() throws SQLException, IOException {
    show();
    SqlFragment silent =
        SqlFragment.of(
            "manifest IS NULL AND archived_at < " + engine.words().ago(), SILENCE_MICROS);
    for (String run : names(silent.and(SqlFragment.of("archive = ?", archive.name())))) {
      clear(run, silent);
    }
  }

  private void show() throws SQLException, IOException {
    SqlFragment hidden =
        SqlFragment.of(
            "SELECT manifest FROM "
                + book
                + " WHERE shown = 0 AND manifest IS NOT NULL AND archive = ?",
            archive.name());
    for (String json : transactions.call(c -> Sql.rows(c, hidden, row -> row.getString(1)))) {
      String file = ArchiveManifest.of(json).file();
      byte[] content = json.getBytes(StandardCharsets.UTF_8);
      archive.sink().put(file + ArchiveManifest.SUFFIX, content);
      String update = "UPDATE " + book + " SET shown = 1 WHERE file_name = ?";
      transactions.run(connection -> Sql.update(connection, SqlFragment.of(update, file)));
    }
  }

  private List<String> names(SqlFragment condition) throws SQLException {
    return transactions.call(connection -> names(connection, condition, ""));
  }

  private List<String> names(Connection connection, SqlFragment condition, String lock)
      throws SQLException {
    SqlFragment query = condition.within("SELECT file_name FROM " + book + " WHERE ", lock);
    return Sql.rows(connection, query, row -> row.getString(1));
  }

  /** Deletes files that were written and not recorded, if nobody writes them now. */
  private void clear(String run, SqlFragment condition) throws SQLException, IOException {
    SqlFragment free = SqlFragment.of("file_name = ?", run).and(condition);
    try {
      transactions.run(
          connection -> {
            if (!names(connection, free, " FOR UPDATE SKIP LOCKED").isEmpty()) {
              deleteUnrecorded(connection, run);
              String delete = "DELETE FROM " + book + " WHERE file_name = ?";
              Sql.update(connection, SqlFragment.of(delete, run));
            }
          });
    } catch (UncheckedIOException broken) {
      throw broken.getCause();
    }
  }

  private void deleteUnrecorded(Connection connection, String run) throws SQLException {
    SqlFragment ofRun = SqlFragment.of("file_name LIKE ?", run + "%");
    Set<String> recorded = new HashSet<>(names(connection, ofRun, ""));
    try {
      for (String name : archive.sink().names(run)) {
        if (!name.endsWith(ArchiveManifest.SUFFIX) && !recorded.contains(name)) {
          archive.sink().delete(name);
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
