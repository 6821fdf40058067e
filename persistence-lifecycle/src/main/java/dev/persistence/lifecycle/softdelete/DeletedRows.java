package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Arguments;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.Holds;
import dev.persistence.lifecycle.internal.Removal;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Removes soft-deleted rows for good, once their deletion is older than a time of grace.
 *
 * <p>Deletion by deletion, the oldest first, each in a transaction of its own: all rows of one go,
 * children first, or none, so that what is left can always be restored as a whole. By the
 * database's clock. Rows that were marked by hand, without a deletion of ours, are left alone.
 *
 * <p>Immutable and thread-safe; blocks until the end and starts no thread.
 */
public final class DeletedRows {

  private static final int AT_ONCE = 100;

  private final Engine engine;
  private final Books books;
  private final RowSql rows;
  private final Holds holds;
  private final Transactions transactions;
  private final Map<CatalogTable, Removal> childrenFirst = new LinkedHashMap<>();

  private DeletedRows(DataSource dataSource, Catalog catalog) {
    this.engine = Engine.of(catalog.dialect());
    this.books = new Books(catalog);
    this.rows = new RowSql(catalog);
    this.holds = new Holds(catalog);
    this.transactions =
        Transactions.builder(dataSource).isolation(Isolation.READ_COMMITTED).build();
    for (CatalogTable table : new Graph(catalog).childrenFirst()) {
      LiveKeys.check(table);
      childrenFirst.put(table, new Removal(catalog, table));
    }
  }

  /**
   * Returns the purge of all tables that the catalog describes as soft-deletable.
   *
   * @throws PlanRefusedException if one of them does not bear it
   */
  public static DeletedRows of(DataSource dataSource, Catalog catalog) {
    return new DeletedRows(
        Arguments.notNull("dataSource", dataSource), Arguments.notNull("catalog", catalog));
  }

  /**
   * Removes the rows of all deletions that are at least this old: zero to 100 years.
   *
   * @param throttle asked before each deletion
   */
  public DeletedRowsReport purge(Duration grace, Throttle throttle) throws SQLException {
    Arguments.inRange("grace", grace, Duration.ZERO, Duration.ofDays(36_500));
    Arguments.notNull("throttle", throttle);
    long deletions = 0;
    long removed = 0;
    long kept = 0;
    long last = 0;
    String after = "";
    List<String> due = due(grace, after);
    while (!due.isEmpty()) {
      for (String id : due) {
        if (!Pauses.passed(throttle, last)) {
          return new DeletedRowsReport(deletions, removed, kept);
        }
        last = transactions.call(connection -> remove(connection, id));
        deletions += last > 0 ? 1 : 0;
        removed += Math.max(0, last);
        kept += last < 0 ? 1 : 0;
        last = Math.max(0, last);
        after = id;
      }
      due = due(grace, after);
    }
    return new DeletedRowsReport(deletions, removed, kept);
  }

  /** In the order of their times, so that children that were deleted earlier are gone first. */
  private List<String> due(Duration grace, String after) throws SQLException {
    String record = "SELECT deleted_at FROM " + books.deletions() + " WHERE deletion_id = ?";
    List<@Nullable Object> values = new ArrayList<>(List.of(grace.toNanos() / 1_000));
    if (!after.isEmpty()) {
      values.addAll(List.of(after, after, after));
    }
    SqlFragment query =
        SqlFragment.of(
            "SELECT deletion_id FROM "
                + books.deletions()
                + " WHERE restored_at IS NULL AND purged_at IS NULL AND deleted_at <= "
                + engine.words().ago()
                + (after.isEmpty()
                    ? ""
                    : " AND (deleted_at > ("
                        + record
                        + ") OR (deleted_at = ("
                        + record
                        + ") AND deletion_id > ?))")
                + " ORDER BY deleted_at, deletion_id LIMIT "
                + AT_ONCE,
            values.toArray());
    return transactions.call(connection -> Sql.rows(connection, query, row -> row.getString(1)));
  }

  /** Returns how many rows went; -1 if none did, since one of them could not. */
  private long remove(Connection connection, String id) throws SQLException {
    holds.shareGate(connection);
    if (!isOpen(connection, id)) {
      return 0;
    }
    Savepoint before = connection.setSavepoint();
    long removed = 0;
    long left = 0;
    for (Map.Entry<CatalogTable, Removal> each : childrenFirst.entrySet()) {
      SqlFragment ours = ours(each.getKey(), id);
      removed += each.getValue().remove(connection, ours);
      left +=
          Sql.number(
              connection,
              ours.within("SELECT COUNT(*) FROM " + rows.quote(each.getKey()) + " WHERE ", ""));
    }
    if (left > 0) {
      connection.rollback(before);
      return -1;
    }
    close(connection, id);
    return removed;
  }

  private boolean isOpen(Connection connection, String id) throws SQLException {
    return !Sql.rows(
            connection,
            SqlFragment.of(
                "SELECT 1 FROM "
                    + books.deletions()
                    + " WHERE deletion_id = ? AND restored_at IS NULL AND purged_at IS NULL"
                    + " FOR UPDATE",
                id),
            row -> row.getInt(1))
        .isEmpty();
  }

  private SqlFragment ours(CatalogTable table, String id) {
    Identifier column = table.softDeleteColumns().deletionId();
    return SqlFragment.of(
        engine.words().column(rows.quote(table), column) + " = " + table.column(column).parameter(),
        id);
  }

  private void close(Connection connection, String id) throws SQLException {
    Sql.update(
        connection,
        SqlFragment.of("DELETE FROM " + books.detached() + " WHERE deletion_id = ?", id));
    Sql.update(
        connection,
        SqlFragment.of(
            "UPDATE "
                + books.deletions()
                + " SET purged_at = "
                + engine.words().now()
                + " WHERE deletion_id = ?",
            id));
  }
}
