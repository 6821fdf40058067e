package dev.persistence.lifecycle.internal;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** How much in the books has not come to its end. */
public final class OpenBooks {

  private final Books books;

  public OpenBooks(Catalog catalog) {
    this.books = new Books(catalog);
  }

  /** Returns how many legal holds were placed and not released. */
  public long holds(Connection connection) throws SQLException {
    return count(connection, "COUNT(*) FROM " + books.holds() + " WHERE released_at IS NULL");
  }

  /** Returns how many requests were begun and have a store that has not done all it was asked. */
  public long requests(Connection connection) throws SQLException {
    return count(
        connection,
        "COUNT(DISTINCT request_id) FROM "
            + books.erasures()
            + " WHERE table_name = '' AND completed_at IS NULL");
  }

  private static long count(Connection connection, String counted) throws SQLException {
    return Sql.number(connection, SqlFragment.of("SELECT " + counted));
  }
}
