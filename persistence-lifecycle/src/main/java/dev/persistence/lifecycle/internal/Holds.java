package dev.persistence.lifecycle.internal;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.hold.RowHeldException;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import dev.persistence.lifecycle.internal.engine.Words;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  public Holds(Catalog catalog) {
    this.engine = Engine.of(catalog.dialect());
    this.books = new Books(catalog);
    this.rows = new RowSql(catalog);
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

  /** Returns the condition that no hold keeps the row. */
  public SqlFragment free(CatalogTable table, String alias) {
    Words words = engine.words();
    List<@Nullable Object> values = new ArrayList<>();
    String held = "NOT EXISTS (SELECT 1 FROM " + books.holds() + " h WHERE h.released_at IS NULL";
    String free =
        held + " AND h.table_name = ? AND h.row_key = " + words.keyText(alias, table.primaryKey());
    values.add(table.name().name().name());
    Identifier subject = table.description().subject();
    if (subject == null) {
      return SqlFragment.of(free + ")", values.toArray());
    }
    String text = words.text(words.column(alias, subject));
    return SqlFragment.of(
        free + ") AND " + held + " AND h.subject = " + text + ")", values.toArray());
  }

  /**
   * Returns the condition that no hold keeps the row, for whoever has passed the gate: as long as
   * there is no hold, none can come, and rows need not be asked one by one.
   */
  public SqlFragment freeBehindGate(Connection connection, CatalogTable table, String alias)
      throws SQLException {
    return mayHold(connection, table) ? free(table, alias) : SqlFragment.of("1 = 1");
  }

  private boolean mayHold(Connection connection, CatalogTable table) throws SQLException {
    String subjects = table.description().subject() == null ? "" : " OR h.subject IS NOT NULL";
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
      SqlFragment free = free(table, "t");
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
