package dev.persistence.lifecycle.internal;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.ForeignKey;
import dev.persistence.lifecycle.hold.RowHeldException;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The legal holds as every statement sees them that takes something away.
 *
 * <p>Whoever takes away first shares the gate, and only then looks for holds, in a later statement;
 * whoever places a hold has the gate alone until its commit. So a hold either is seen, or waits
 * until what was taken away without it has been committed.
 */
public final class Holds {

  private final Engine engine;
  private final Books books;
  private final RowSql rows;
  private final Owners owners;

  public Holds(Catalog catalog) {
    this.engine = Engine.of(catalog.dialect());
    this.books = new Books(catalog);
    this.rows = new RowSql(catalog);
    this.owners = new Owners(catalog);
  }

  /** Keeps new holds away until the transaction ends. */
  public void shareGate(Connection connection) throws SQLException {
    pass(connection, engine.words().shareLock());
  }

  /** Waits for all who take away, and keeps others from it until the transaction ends. */
  public void closeGate(Connection connection) throws SQLException {
    pass(connection, " FOR UPDATE");
  }

  private void pass(Connection connection, String lock) throws SQLException {
    Sql.number(connection, SqlFragment.of("SELECT one FROM " + books.gate() + lock));
  }

  /**
   * Returns the condition that no hold keeps the row: none on itself, and none on whose it is. That
   * a table tells by its subject column or, without one, by the rows to which its foreign keys
   * lead. Of a table without a primary key no row can be held by itself.
   */
  public SqlFragment free(CatalogTable table, String alias) {
    return free(table, alias, ")");
  }

  /**
   * Returns the same of this moment, for a locking query of a transaction that may have a snapshot:
   * a subquery of MySQL and MariaDB would ask that, and not see the newest holds, unless it locks.
   */
  public SqlFragment freeNow(Connection connection, CatalogTable table, String alias)
      throws SQLException {
    return free(table, alias, (hasSnapshot(connection) ? engine.words().shareLock() : "") + ")");
  }

  private boolean hasSnapshot(Connection connection) throws SQLException {
    return !engine.isPostgreSql()
        && connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED;
  }

  private SqlFragment free(CatalogTable table, String alias, String end) {
    String held = "NOT EXISTS (SELECT 1 FROM " + books.holds() + " h WHERE h.released_at IS NULL";
    SqlFragment itself = SqlFragment.of("1 = 1");
    if (!table.primaryKey().isEmpty()) {
      String key = engine.words().keyText(alias, table.primaryKey());
      String ofRow = held + " AND h.table_name = ? AND h.row_key = " + key + end;
      itself = SqlFragment.of(ofRow, table.name().name().name());
    }
    StringBuilder free = new StringBuilder();
    Identifier subject = table.description().subject();
    if (subject != null) {
      free.append(" AND ").append(held).append(isOf(alias, subject)).append(end);
    }
    for (Owners.Way way : owners.ways(table)) {
      free.append(" AND ").append(freeBy(way, alias, end));
    }
    return itself.within("", free.toString());
  }

  private String isOf(String alias, Identifier subject) {
    return " AND h.subject = " + engine.words().text(engine.words().column(alias, subject));
  }

  private String freeBy(Owners.Way way, String alias, String end) {
    StringBuilder from = new StringBuilder("NOT EXISTS (SELECT 1 FROM " + books.holds() + " h");
    StringBuilder where = new StringBuilder(" WHERE h.released_at IS NULL");
    String child = alias;
    for (int i = 0; i < way.steps().size(); i++) {
      ForeignKey key = way.steps().get(i);
      String parent = "hold_way_" + i;
      from.append(", ").append(rows.quote(key.parent())).append(' ').append(parent);
      where.append(" AND ");
      where.append(engine.words().equal(parent, key.parentColumns(), child, key.columns()));
      child = parent;
    }
    Identifier subject = Objects.requireNonNull(way.owner().description().subject());
    return from.append(where).append(isOf(child, subject)).append(end).toString();
  }

  /**
   * Returns the condition that no hold keeps the row, for whoever has passed the gate: as long as
   * there is no hold, none can come, and rows need not be asked one by one.
   */
  public SqlFragment freeBehindGate(Connection connection, CatalogTable table, String alias)
      throws SQLException {
    if (hasSnapshot(connection)) {
      return freeNow(connection, table, alias);
    }
    return mayHold(connection, table) ? free(table, alias) : SqlFragment.of("1 = 1");
  }

  private boolean mayHold(Connection connection, CatalogTable table) throws SQLException {
    boolean ofSomebody = table.description().subject() != null || !owners.ways(table).isEmpty();
    String subjects = ofSomebody ? " OR h.subject IS NOT NULL" : "";
    SqlFragment held =
        SqlFragment.of(
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM "
                + books.holds()
                + " h WHERE h.released_at IS NULL AND (h.table_name = ?"
                + subjects
                + ") LIMIT 1) AS held",
            table.name().name().name());
    return Sql.number(connection, held) > 0;
  }

  /** Refuses if a hold keeps one of the rows. */
  public void refuseHeld(Connection connection, CatalogTable table, Collection<KeysetCursor> keys)
      throws SQLException {
    for (List<KeysetCursor> portion : RowSql.portions(keys)) {
      SqlFragment free = freeNow(connection, table, "t");
      SqlFragment held =
          rows.in(table, "t", portion)
              .and(free.within("NOT (", ")"))
              .within(" FROM " + rows.quote(table) + " t WHERE ", engine.words().shareLock());
      List<KeysetCursor> kept = rows.keys(connection, table, "t", held);
      if (!kept.isEmpty()) {
        throw new RowHeldException(table.name(), kept.size());
      }
    }
  }
}
