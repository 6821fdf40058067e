package dev.persistence.lifecycle.subject;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.RowValues;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What our own books hold of rows that go: the keys of detached children, and those of rows and
 * subjects whose holds were released.
 */
final class Traces {

  private final SubjectGraph graph;
  private final Engine engine;
  private final Books books;
  private final RowSql rows;

  Traces(SubjectGraph graph) {
    this.graph = graph;
    this.engine = Engine.of(graph.catalog().dialect());
    this.books = new Books(graph.catalog());
    this.rows = new RowSql(graph.catalog());
  }

  /** Removes what is held of these rows, which are there still. */
  void remove(Connection connection, CatalogTable table, List<KeysetCursor> keys)
      throws SQLException {
    String detached = "DELETE FROM " + books.detached() + " WHERE child_table = ? AND ";
    List<String> own = keys.stream().map(KeysetCursor::encode).toList();
    Sql.update(connection, in(detached + "child_key", table, own));
    SqlFragment these = rows.in(table, "t", keys);
    for (Edge edge : graph.edgesTo(table.name())) {
      if (edge.detaches()) {
        CatalogTable child = graph.catalog().table(edge.child());
        List<String> encoded = foreignKeys(connection, edge, these);
        Sql.update(connection, in(detached + "foreign_key", child, encoded));
      }
    }
    List<String> texts =
        Sql.rows(
            connection,
            these.within(
                "SELECT "
                    + engine.words().keyText("t", table.primaryKey())
                    + " FROM "
                    + rows.quote(table)
                    + " t WHERE ",
                ""),
            row -> row.getString(1));
    if (!texts.isEmpty()) {
      String released =
          "UPDATE "
              + books.holds()
              + " SET row_key = NULL WHERE released_at IS NOT NULL AND table_name = ? AND row_key";
      Sql.update(connection, in(released, table, texts));
    }
  }

  private List<String> foreignKeys(Connection connection, Edge edge, SqlFragment these)
      throws SQLException {
    List<Identifier> parents = edge.key().parentColumns();
    String select = "SELECT " + rows.columns("t", parents) + " FROM " + rows.quote(edge.parent());
    String given =
        parents.stream()
            .map(column -> engine.words().column("t", column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return Sql.rows(
        connection,
        these.and(SqlFragment.of(given)).within(select + " t WHERE ", ""),
        row ->
            KeysetCursor.of(edge.key().columns(), RowValues.key(row, 1, parents).values())
                .encode());
  }

  private static SqlFragment in(String begin, CatalogTable table, List<String> texts) {
    List<@Nullable Object> values = new ArrayList<>(List.of(table.name().name().name()));
    values.addAll(texts);
    String marks = String.join(", ", Collections.nCopies(Math.max(1, texts.size()), "?"));
    if (texts.isEmpty()) {
      values.add(null);
    }
    return SqlFragment.of(begin + " IN (" + marks + ")", values.toArray());
  }

  /** Lets released holds on the subject name it by its keyed hash. */
  void removeSubject(Connection connection, ErasureOrder order) throws SQLException {
    Sql.update(
        connection,
        SqlFragment.of(
            "UPDATE "
                + books.holds()
                + " SET subject = ? WHERE released_at IS NOT NULL AND subject = ?",
            order.hash(),
            Objects.requireNonNull(order.subject())));
  }

  /** Tells whether a hold keeps all of the subject's rows; behind the gate. */
  boolean isHeld(Connection connection, ErasureOrder order) throws SQLException {
    SqlFragment held =
        SqlFragment.of(
            "SELECT COUNT(*) FROM " + books.holds() + " WHERE released_at IS NULL AND subject = ?",
            order.subject());
    return Sql.number(connection, held) > 0;
  }
}
