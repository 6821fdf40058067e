package dev.persistence.testkit.postgres;

import dev.persistence.testkit.internal.Folders;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a running server's data by PostgreSQL's low-level backup functions, which need no
 * program beside the server.
 *
 * <p>The log is not copied: the standby that starts on the copy streams it from the server, whose
 * slot must keep it from before the backup on.
 *
 * @see <a href="https://www.postgresql.org/docs/current/continuous-archiving.html">PostgreSQL:
 *     making a base backup using the low level API</a>
 */
final class BaseBackup {

  /** Folders whose content belongs to the running server; the empty folder is needed. */
  private static final Set<String> EMPTY_FOLDERS =
      Set.of(
          "pg_dynshmem",
          "pg_notify",
          "pg_replslot",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans",
          "pg_wal");

  private static final Set<String> LEFT_OUT =
      Set.of("postmaster.pid", "postmaster.opts", "standby.signal", "pg_internal.init");

  private final Sql source;
  private final DataFolder sourceFolder;

  BaseBackup(Sql source, DataFolder sourceFolder) {
    this.source = source;
    this.sourceFolder = sourceFolder;
  }

  /** Copies the source to the target, whose data folder does not exist. */
  void copyTo(DataFolder target) {
    String label = source.query(connection -> copy(connection, target));
    if (label == null) {
      throw new IllegalStateException("the server returned no backup label");
    }
    target.write("backup_label", label);
  }

  private @Nullable String copy(Connection connection, DataFolder target) throws SQLException {
    Sql.first(connection, "SELECT pg_backup_start('testkit', true)");
    Folders.copy(sourceFolder.data(), target.data(), BaseBackup::leaveOut);
    return Sql.first(connection, "SELECT labelfile FROM pg_backup_stop(false)");
  }

  private static boolean leaveOut(Path relative) {
    String first = relative.getName(0).toString();
    String last = String.valueOf(relative.getFileName());
    return (relative.getNameCount() > 1 && EMPTY_FOLDERS.contains(first))
        || LEFT_OUT.contains(last)
        || last.startsWith("pgsql_tmp");
  }
}
