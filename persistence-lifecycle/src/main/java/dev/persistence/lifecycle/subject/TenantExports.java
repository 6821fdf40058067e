package dev.persistence.lifecycle.subject;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.lifecycle.LifecycleException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a tenant what is its own: all its rows, out of tables in which others have theirs.
 *
 * <pre>{@code
 * TenantExports exports = TenantExports.builder().database("shop", dataSource, catalog).build();
 * TenantExport export = exports.export("acme", folder);
 * }</pre>
 *
 * <p>A row is the tenant's if its table's tenant column has the id as its text, or, in a table
 * without such a column, if one of its foreign keys leads to a row that is, over as many tables as
 * it takes, through each once, and whatever the catalog says of deletions along the key.
 * Soft-deleted rows are rows like others, and so are those of archives. Rows of shared tables are
 * nobody's.
 *
 * <p>Immutable and thread-safe; blocks for the databases and the disk.
 */
public final class TenantExports {

  private final List<ExportSource> databases;
  private final Clock clock;

  TenantExports(TenantExportsBuilder options) {
    this.databases = List.copyOf(options.databases);
    this.clock = options.clock;
  }

  /** Begins the options. */
  public static TenantExportsBuilder builder() {
    return new TenantExportsBuilder();
  }

  /**
   * Writes all rows of the tenant into a folder: for each table a file of JSON lines, and {@code
   * manifest.json}. The rows of a database are of one moment; those of two databases of two. Memory
   * is needed for some rows at a time.
   *
   * <p>The folder is there once all of it is on the disk, and else is not; a process that was
   * killed may leave one that is named after it and ends with {@code .part-} and an id.
   *
   * @param tenant the id, as the databases hold it, 1 to 300 characters
   * @param folder not there yet, or empty; in a folder that is there
   * @throws dev.persistence.lifecycle.PlanRefusedException if a database has what nobody described,
   *     or a table whose rows are neither a tenant's nor shared; no row of that database was read
   * @throws LifecycleException if no row is the tenant's, a row is another's as well, no query sees
   *     the rows of a partition since it is being detached, or the folder is not empty
   * @throws SQLException if a database does not answer
   * @throws IOException if the folder cannot be written
   */
  public TenantExport export(String tenant, Path folder) throws SQLException, IOException {
    Arguments.inRange("length of tenant", Arguments.notBlank("tenant", tenant).length(), 1, 300);
    Instant at = clock.instant();
    try (ExportFolder written = new ExportFolder(Arguments.notNull("folder", folder))) {
      SubjectExporter exporter = new SubjectExporter(tenant, written);
      List<String> notHeld = new ArrayList<>();
      for (ExportSource database : databases) {
        SubjectGraph graph = exporter.add(database);
        notHeld.addAll(TenantBounds.notHeld(database.name(), graph));
      }
      notHeld.add(Residue.FILES);
      TenantExport export = new TenantExport(tenant, at, exporter.tables(), notHeld);
      if (export.rows() == 0) {
        throw new LifecycleException(
            new Explanation(
                "Nothing was exported",
                "no database has a row of this tenant",
                "Ask by the id as the databases hold it, letter by letter"),
            null);
      }
      written.publish(export.toJson());
      return export;
    }
  }
}
