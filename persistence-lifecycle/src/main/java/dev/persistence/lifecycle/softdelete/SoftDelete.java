package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Arguments;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.hold.RowHeldException;
import dev.persistence.lifecycle.internal.Holds;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.TransactionCheck;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deletes rows such that they can come back: they stay, marked by when and by which deletion.
 *
 * <pre>{@code
 * SoftDelete softDelete = SoftDelete.of(catalog);
 * Optional<Deletion> deletion = transactions.call(connection ->
 *     softDelete.delete(
 *         connection, RowKey.of("customers", 42L), new Attribution("asked", "anna")));
 * transactions.call(connection ->
 *     softDelete.restore(connection, deletion.get().id(), new Attribution("mistake", "anna")));
 * }</pre>
 *
 * <p>All rows that go in one deletion have its id, so that a restore brings back these and no row
 * that was deleted before or after. What is refused throws before anything is changed.
 *
 * <p><b>Transactions.</b> Everything runs on the caller's connection and in its transaction, which
 * is not in autocommit mode, and on PostgreSQL is READ COMMITTED: a snapshot would not show the
 * child that another transaction inserted a moment ago. Deadlocks are possible and end as {@link
 * dev.persistence.core.transaction.Transactions} has it.
 *
 * <p><b>No live child under a deleted parent</b> holds as long as whoever inserts a child, or gives
 * it another parent, asks {@link #lockLive} for the parent in the same transaction; or by the
 * database itself, with the guards of {@link SoftDeleteDdl}.
 *
 * <p>Immutable and thread-safe; blocks for the database.
 */
public final class SoftDelete {

  private final Catalog catalog;
  private final int largestDeletion;
  private final Graph graph;
  private final RowSql rows;
  private final Holds holds;
  private final DeletionBook book;

  SoftDelete(Catalog catalog, int largestDeletion) {
    this.catalog = catalog;
    this.largestDeletion = largestDeletion;
    catalog.tables().stream().filter(CatalogTable::isSoftDeletable).forEach(LiveKeys::check);
    this.graph = new Graph(catalog);
    this.rows = new RowSql(catalog);
    this.holds = new Holds(catalog);
    this.book = new DeletionBook(catalog, graph, rows);
  }

  /**
   * Returns the soft delete of the tables that the catalog describes so, with default options.
   *
   * @throws PlanRefusedException if one of them does not bear it
   */
  public static SoftDelete of(Catalog catalog) {
    return builder(catalog).build();
  }

  public static SoftDeleteBuilder builder(Catalog catalog) {
    return new SoftDeleteBuilder(catalog);
  }

  /** Returns how many rows one deletion may take along. */
  public int largestDeletion() {
    return largestDeletion;
  }

  /**
   * Deletes the row and what goes with it; empty if there is no such live row.
   *
   * @throws RowProtectedException if live rows protect one of them
   * @throws RowHeldException if a legal hold keeps one of them
   * @throws DeletionTooLargeException if they are too many
   */
  public Optional<Deletion> delete(Connection connection, RowKey row, Attribution attribution)
      throws SQLException {
    CatalogTable table = softDeletable(Arguments.notNull("row", row).table());
    return delete(connection, table, rows.in(table, "t", List.of(key(table, row))), attribution);
  }

  /**
   * Deletes all live rows that meet the condition, and what goes with them, as one deletion; empty
   * if there is none.
   *
   * @param condition over the table's columns, by the alias {@code t} or without one
   */
  public Optional<Deletion> deleteWhere(
      Connection connection, TableName table, SqlFragment condition, Attribution attribution)
      throws SQLException {
    Arguments.notNull("condition", condition);
    return delete(connection, softDeletable(table), condition.within("(", ")"), attribution);
  }

  private Optional<Deletion> delete(
      Connection connection, CatalogTable root, SqlFragment condition, Attribution attribution)
      throws SQLException {
    Arguments.notNull("attribution", attribution);
    checkTransaction(connection);
    holds.shareGate(connection);
    Cascade cascade = new Cascade(connection, graph, rows, largestDeletion);
    cascade.find(root, condition);
    if (cascade.found(root).isEmpty()) {
      return Optional.empty();
    }
    cascade.refuseProtected();
    List<Cascade.Detached> detached = cascade.detached();
    for (CatalogTable table : graph.childrenFirst()) {
      holds.refuseHeld(connection, table, cascade.found(table));
    }
    for (Cascade.Detached row : detached) {
      holds.refuseHeld(connection, row.edge().child(), List.of(row.child()));
    }
    return Optional.of(book.record(connection, new DeletionBook.Entry(root, attribution), cascade));
  }

  /**
   * Tells what a restore would do, and changes nothing; until the transaction ends, the parents of
   * the rows are kept from being deleted.
   *
   * @throws UnknownDeletionException if there is no such deletion, or not any more
   */
  public RestorePreview preview(Connection connection, UUID deletion) throws SQLException {
    checkTransaction(connection);
    return new Restore(connection, catalog, graph, Arguments.notNull("deletion", deletion))
        .preview();
  }

  /**
   * Brings back exactly the rows of the deletion, and sets the foreign keys again that it took. If
   * some of them were purged or erased since, it is refused, and nothing comes back.
   *
   * @throws UnknownDeletionException if there is no such deletion, or not any more
   * @throws RestoreConflictException if something is in the way; nothing was changed then, unless a
   *     unique key of the database refused, after which the transaction is to be rolled back
   */
  public Restoration restore(Connection connection, UUID deletion, Attribution attribution)
      throws SQLException {
    return restore(connection, deletion, attribution, false);
  }

  /**
   * Brings back what is left of the deletion after rows of it were purged or erased, tells how many
   * of which table are gone, and is else as {@link #restore}. The deletion is over then.
   *
   * @throws UnknownDeletionException if there is no such deletion, or not any more
   * @throws RestoreConflictException if something else is in the way
   */
  public Restoration restoreRest(Connection connection, UUID deletion, Attribution attribution)
      throws SQLException {
    return restore(connection, deletion, attribution, true);
  }

  private Restoration restore(
      Connection connection, UUID deletion, Attribution attribution, boolean rest)
      throws SQLException {
    Arguments.notNull("attribution", attribution);
    checkTransaction(connection);
    return new Restore(connection, catalog, graph, Arguments.notNull("deletion", deletion))
        .run(attribution, rest);
  }

  /**
   * Keeps the row from being deleted until the transaction ends, and tells whether it is live; to
   * be asked before a child is put under it.
   */
  public boolean lockLive(Connection connection, RowKey row) throws SQLException {
    CatalogTable table = softDeletable(Arguments.notNull("row", row).table());
    checkTransaction(connection);
    SqlFragment live =
        rows.in(table, "t", List.of(key(table, row)))
            .and(rows.live(table, "t"))
            .within(
                " FROM " + rows.quote(table) + " t WHERE ",
                Engine.of(catalog.dialect()).words().shareLock());
    return !rows.keys(connection, table, "t", live).isEmpty();
  }

  /** Returns the condition on rows of the table that leaves the deleted ones out. */
  public SqlFragment liveRows(TableName table) {
    return rows(table, Visibility.LIVE);
  }

  /** Returns the condition on rows of the table that selects these. */
  public SqlFragment rows(TableName table, Visibility visibility) {
    String column = rows.quote(softDeletable(table).softDeleteColumns().deletedAt());
    return switch (Arguments.notNull("visibility", visibility)) {
      case LIVE -> SqlFragment.of(column + " IS NULL");
      case DELETED -> SqlFragment.of(column + " IS NOT NULL");
      case ALL -> SqlFragment.of("1 = 1");
    };
  }

  public long count(Connection connection, TableName table, Visibility visibility)
      throws SQLException {
    SqlFragment where = rows(table, visibility);
    return Sql.number(
        connection,
        where.within("SELECT COUNT(*) FROM " + rows.quote(softDeletable(table)) + " WHERE ", ""));
  }

  /**
   * Updates the live rows that meet the condition, and returns how many.
   *
   * @param assignments SQL text as behind SET, which leaves the columns of the soft delete alone
   */
  public int updateWhere(
      Connection connection, TableName table, SqlFragment assignments, SqlFragment condition)
      throws SQLException {
    CatalogTable found = softDeletable(table);
    Arguments.notNull("assignments", assignments);
    SqlFragment where = Arguments.notNull("condition", condition).and(liveRows(table));
    List<@Nullable Object> values = new ArrayList<>(assignments.values());
    values.addAll(where.values());
    String sql =
        "UPDATE " + rows.quote(found) + " SET " + assignments.sql() + " WHERE " + where.sql();
    return Sql.update(connection, SqlFragment.of(sql, values.toArray()));
  }

  private CatalogTable softDeletable(TableName name) {
    CatalogTable table = catalog.table(name);
    table.softDeleteColumns();
    return table;
  }

  private static KeysetCursor key(CatalogTable table, RowKey row) {
    int columns = table.primaryKey().size();
    Arguments.inRange("number of values", row.values().size(), columns, columns);
    return KeysetCursor.of(table.primaryKey(), row.values());
  }

  private void checkTransaction(Connection connection) throws SQLException {
    TransactionCheck.check(connection, Engine.of(catalog.dialect()));
  }
}
