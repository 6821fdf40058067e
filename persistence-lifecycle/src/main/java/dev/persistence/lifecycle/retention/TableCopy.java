package dev.persistence.lifecycle.retention;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Rows become rows of the archive table, by the names of their columns. */
final class TableCopy implements ArchiveCopy {

  private final CatalogTable table;
  private final CatalogTable archive;
  private final Engine engine;
  private final RowSql rows;

  /** Refuses an archive that cannot take the rows as they are. */
  TableCopy(Catalog catalog, CatalogTable table, CatalogTable archive) {
    ArchiveTable.check(table, archive);
    this.table = table;
    this.archive = archive;
    this.engine = Engine.of(catalog.dialect());
    this.rows = new RowSql(catalog);
  }

  @Override
  public long copy(Connection connection, List<List<KeysetCursor>> portions) throws SQLException {
    String name = rows.quote(table);
    long copied = 0;
    for (List<KeysetCursor> portion : portions) {
      copied += Sql.update(connection, rows.in(table, name, portion).within(insert(name), ""));
    }
    return copied;
  }

  private String insert(String name) {
    List<Identifier> columns = ArchiveTable.stored(table).stream().map(Column::name).toList();
    boolean dated = archive.find(ArchiveTable.ARCHIVED_AT).isPresent();
    return "INSERT INTO "
        + rows.quote(archive)
        + " ("
        + columns.stream().map(rows::quote).collect(Collectors.joining(", "))
        + (dated ? ", " + rows.quote(ArchiveTable.ARCHIVED_AT) : "")
        + ") SELECT "
        + rows.columns(name, columns)
        + (dated ? ", " + engine.words().now() : "")
        + " FROM "
        + name
        + " WHERE ";
  }
}
