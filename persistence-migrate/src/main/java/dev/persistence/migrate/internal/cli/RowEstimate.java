package dev.persistence.migrate.internal.cli;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many rows a table has, as the database's statistics tell without a count. */
record RowEstimate(DataSource database) {

  private static final Logger LOG = LoggerFactory.getLogger(RowEstimate.class);

  /** Returns the rows of the table that a subject of a backfill names first; 0 if not known. */
  long rows(String subject) {
    String table = subject.substring(0, Math.max(0, subject.indexOf(' ')));
    String bare = table.substring(table.lastIndexOf('.') + 1);
    try (Connection connection = database.getConnection()) {
      boolean postgreSql = Dialect.detect(connection).equals(Dialect.postgreSql());
      String query =
          postgreSql
              ? "SELECT max(reltuples)::bigint FROM pg_catalog.pg_class WHERE relname = ?"
              : "SELECT table_rows FROM information_schema.tables"
                  + " WHERE table_schema = DATABASE() AND table_name = ?";
      List<Long> rows = Sql.rows(connection, SqlFragment.of(query, bare), row -> row.getLong(1));
      return rows.isEmpty() ? 0 : rows.get(0);
    } catch (SQLException failure) {
      LOG.debug("Progress is told without a share", failure);
      return 0;
    }
  }
}
