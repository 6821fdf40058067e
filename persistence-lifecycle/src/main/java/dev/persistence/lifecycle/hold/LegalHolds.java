package dev.persistence.lifecycle.hold;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.Holds;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.TransactionCheck;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Places and releases legal holds, of which each keeps one row, or all rows of one subject, from
 * being deleted, purged, restored or anonymized by this library.
 *
 * <p>A hold that has been committed is honoured by everything that comes after it, be it in the
 * middle of a run: placing one waits for the batch that is under way, and the next one sees it. A
 * hold binds this library alone, and no statement that somebody else sends.
 *
 * <p>A released hold stays in the table {@code lifecycle_legal_holds}, with who placed and who
 * released it, and why. Runs in the caller's transaction, which is not in autocommit mode.
 * Immutable and thread-safe; blocks for the database.
 */
public final class LegalHolds {

  private final Catalog catalog;
  private final Engine engine;
  private final Books books;
  private final RowSql rows;
  private final Holds holds;

  private LegalHolds(Catalog catalog) {
    this.catalog = Arguments.notNull("catalog", catalog);
    this.engine = Engine.of(catalog.dialect());
    this.books = new Books(catalog);
    this.rows = new RowSql(catalog);
    this.holds = new Holds(catalog);
  }

  public static LegalHolds of(Catalog catalog) {
    return new LegalHolds(catalog);
  }

  /**
   * Holds one row, live or deleted, and returns the hold's id; rows that lead to it are not held.
   *
   * @throws LifecycleException if there is no such row (any more)
   */
  public UUID place(Connection connection, RowKey row, Attribution attribution)
      throws SQLException {
    CatalogTable table = catalog.table(Arguments.notNull("row", row).table());
    Arguments.notNull("attribution", attribution);
    table.requirePrimaryKey();
    TransactionCheck.check(connection, engine);
    holds.closeGate(connection);
    KeysetCursor values = KeysetCursor.of(table.primaryKey(), row.values());
    SqlFragment key = rows.in(table, "t", List.of(values));
    List<String> text =
        Sql.rows(
            connection,
            key.within(
                "SELECT "
                    + engine.words().keyText("t", table.primaryKey())
                    + " FROM "
                    + rows.quote(table)
                    + " t WHERE ",
                engine.words().shareLock()),
            found -> found.getString(1));
    if (text.isEmpty()) {
      throw new LifecycleException(
          new Explanation(
              "No hold was placed on a row of \"" + table + "\"",
              "there is no row of this key",
              "Name a row that exists, or hold all rows of the subject"),
          null);
    }
    return insert(connection, new Held(table.name().name().name(), text.get(0), null), attribution);
  }

  /**
   * Holds all rows, now and later, of which the catalog's subject column has this value as text,
   * and returns the hold's id. A row of a table without a subject column is the subject's if one of
   * its foreign keys leads to a row of the subject, over other such tables too; a row of an
   * archive, if it did when it was archived and that row is there still, or in its own archive.
   */
  public UUID placeOnSubject(Connection connection, String subject, Attribution attribution)
      throws SQLException {
    Arguments.notBlank("subject", subject);
    Arguments.inRange("length of subject", subject.length(), 1, 300);
    Arguments.notNull("attribution", attribution);
    TransactionCheck.check(connection, engine);
    holds.closeGate(connection);
    return insert(connection, new Held(null, null, subject), attribution);
  }

  private record Held(@Nullable String table, @Nullable String key, @Nullable String subject) {}

  private UUID insert(Connection connection, Held held, Attribution attribution)
      throws SQLException {
    UUID id = UUID.randomUUID();
    Sql.update(
        connection,
        SqlFragment.of(
            "INSERT INTO "
                + books.holds()
                + " (hold_id, table_name, row_key, subject, reason, placed_by, placed_at) VALUES"
                + " (?, ?, ?, ?, ?, ?, "
                + engine.words().now()
                + ")",
            id.toString(),
            held.table(),
            held.key(),
            held.subject(),
            attribution.reason(),
            attribution.actor()));
    return id;
  }

  /**
   * Ends a hold.
   *
   * @throws LifecycleException if it is not known, or was released already
   */
  public void release(Connection connection, UUID hold, Attribution attribution)
      throws SQLException {
    Arguments.notNull("attribution", attribution);
    int released =
        Sql.update(
            connection,
            SqlFragment.of(
                "UPDATE "
                    + books.holds()
                    + " SET released_at = "
                    + engine.words().now()
                    + ", released_by = ?, release_reason = ? WHERE hold_id = ?"
                    + " AND released_at IS NULL",
                attribution.actor(),
                attribution.reason(),
                Arguments.notNull("hold", hold).toString()));
    if (released == 0) {
      throw new LifecycleException(
          new Explanation(
              "The hold " + hold + " was not released",
              "it is not known, or was released already",
              "Look it up in lifecycle_legal_holds, in the schema of the catalog"),
          null);
    }
  }

  /** Returns the holds that are not released, the oldest first. */
  public List<LegalHold> active(Connection connection) throws SQLException {
    return Sql.rows(
        connection,
        SqlFragment.of(
            "SELECT hold_id, table_name, reason, placed_by FROM "
                + books.holds()
                + " WHERE released_at IS NULL ORDER BY placed_at, hold_id"),
        row ->
            new LegalHold(
                UUID.fromString(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4)));
  }
}
