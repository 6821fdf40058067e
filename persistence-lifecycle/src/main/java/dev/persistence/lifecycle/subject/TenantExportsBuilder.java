package dev.persistence.lifecycle.subject;

import dev.persistence.core.Arguments;
import dev.persistence.lifecycle.Catalog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Options of {@link TenantExports}.
 *
 * <p>Defaults: the JVM's clock. At least one database. Not thread-safe.
 */
public final class TenantExportsBuilder {

  final List<ExportSource> databases = new ArrayList<>();
  Clock clock = Clock.systemUTC();
  private final StoreNames names = new StoreNames();

  TenantExportsBuilder() {}

  /**
   * Adds a database.
   *
   * @param name in manifests: 1 to 100 characters
   * @param catalog with the tenant columns and the shared tables; it is scanned anew for each
   *     export
   * @throws dev.persistence.lifecycle.PlanRefusedException if something is not described, or a
   *     table has no tenant column, no way to one, and is not shared
   */
  public TenantExportsBuilder database(String name, DataSource dataSource, Catalog catalog) {
    names.add(name);
    Arguments.notNull("dataSource", dataSource);
    SubjectGraph.ofTenants(Arguments.notNull("catalog", catalog));
    databases.add(
        new ExportSource(
            name, dataSource, connection -> SubjectGraph.ofTenants(catalog.rescan(connection))));
    return this;
  }

  /** Sets the clock that dates exports. */
  public TenantExportsBuilder clock(Clock clock) {
    this.clock = Arguments.notNull("clock", clock);
    return this;
  }

  /** Returns the exports of these databases; reads no row. */
  public TenantExports build() {
    Arguments.inRange("number of databases", databases.size(), 1, Integer.MAX_VALUE);
    return new TenantExports(this);
  }
}
