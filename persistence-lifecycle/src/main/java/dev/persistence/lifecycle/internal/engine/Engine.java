package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.TableName;

/** All that differs between databases for the life of data. */
public record Engine(Dialect dialect, Scan scan, Words words) {

  /** Our own tables begin with this. */
  public static final String PREFIX = "lifecycle_";

  /** Two tables of ours that applications read and write as well go by the names they expect. */
  public static final String POLICIES = "data_retention_policies";

  public static final String ANONYMIZED = "anonymized_users";

  /** Returns the engine of this dialect. */
  public static Engine of(Dialect dialect) {
    return dialect.equals(Dialect.postgreSql())
        ? new Engine(dialect, new PostgresScan(), new PostgresWords(dialect))
        : new Engine(dialect, new MySqlScan(), new MySqlWords(dialect));
  }

  public boolean isPostgreSql() {
    return dialect.equals(Dialect.postgreSql());
  }

  /** Tells whether the table is one of those in which this library keeps its books. */
  public boolean isOurs(TableName table) {
    String name = table.name().name();
    return name.startsWith(PREFIX) || name.equals(POLICIES) || name.equals(ANONYMIZED);
  }
}
