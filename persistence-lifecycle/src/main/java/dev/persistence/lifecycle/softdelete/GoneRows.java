package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How many rows of a deletion are in none of the tables any more: purged, erased, or moved to where
 * nothing brings them back from. Rows in the archive of their table are there.
 */
final class GoneRows {

  private static final String ARCHIVE = "_archive";

  private final Catalog catalog;
  private final Books books;

  GoneRows(Catalog catalog) {
    this.catalog = catalog;
    this.books = new Books(catalog);
  }

  /**
   * Compares what the deletion took with what is there.
   *
   * @param there how many rows of the deletion each table has
   * @return how many are gone of each table that has lost some
   */
  Map<TableName, Long> of(Connection connection, UUID deletion, Map<TableName, Long> there)
      throws SQLException {
    Map<TableName, Long> taken = taken(connection, deletion);
    Map<TableName, Long> gone = new LinkedHashMap<>();
    taken.forEach(
        (table, rows) -> {
          long missing = rows - found(there, table) - moved(there, taken, table);
          if (missing > 0) {
            gone.put(table, missing);
          }
        });
    return gone;
  }

  /** With a lock, since a snapshot may be older than the deletion. */
  private Map<TableName, Long> taken(Connection connection, UUID deletion) throws SQLException {
    Map<TableName, Long> taken = new LinkedHashMap<>();
    Sql.each(
        connection,
        SqlFragment.of(
            "SELECT table_name, row_count FROM "
                + books.deletedRows()
                + " WHERE deletion_id = ? ORDER BY table_name"
                + Engine.of(catalog.dialect()).words().shareLock(),
            deletion.toString()),
        row -> taken.put(named(row.getString(1)), row.getLong(2)));
    return taken;
  }

  private TableName named(String table) {
    return new TableName(catalog.schema(), Identifier.of(table));
  }

  private static long found(Map<TableName, Long> there, TableName table) {
    return there.getOrDefault(table, 0L);
  }

  /** Returns how many rows the archive has that the deletion did not take from it. */
  private long moved(Map<TableName, Long> there, Map<TableName, Long> taken, TableName table) {
    TableName archive = named(table.name().name() + ARCHIVE);
    return Math.max(0, found(there, archive) - found(taken, archive));
  }
}
