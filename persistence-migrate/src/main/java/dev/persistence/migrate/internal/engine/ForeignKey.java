package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A foreign key of one column, as PostgreSQL has it.
 *
 * @param parentColumn the column that it refers to
 * @param cascades whether rows go with those that they refer to
 * @param deferrable whether rows may come before those that they refer to
 */
public record ForeignKey(Identifier parentColumn, boolean cascades, boolean deferrable) {

  /** Returns the key by which the column of one table refers to another one, if there is one. */
  public static Optional<ForeignKey> find(
      Connection connection, Table table, Identifier column, Table parent) throws SQLException {
    Dialect dialect = Dialect.postgreSql();
    SqlFragment query =
        SqlFragment.of(
            "SELECT p.attname, k.confdeltype = 'c', k.condeferrable FROM pg_catalog.pg_constraint k"
                + " JOIN pg_catalog.pg_attribute c ON c.attrelid = k.conrelid"
                + " AND c.attnum = k.conkey[1] JOIN pg_catalog.pg_attribute p"
                + " ON p.attrelid = k.confrelid AND p.attnum = k.confkey[1]"
                + " WHERE k.contype = 'f' AND pg_catalog.cardinality(k.conkey) = 1"
                + " AND k.conrelid = pg_catalog.to_regclass(?) AND c.attname = ?"
                + " AND k.confrelid = pg_catalog.to_regclass(?) ORDER BY k.oid",
            dialect.quote(table.name()),
            column.name(),
            dialect.quote(parent.name()));
    return Sql.rows(
            connection,
            query,
            row ->
                new ForeignKey(
                    Identifier.of(row.getString(1)), row.getBoolean(2), row.getBoolean(3)))
        .stream()
        .findFirst();
  }
}
