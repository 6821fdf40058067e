package dev.persistence.lifecycle.anonymize;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Engine;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes masked values: on PostgreSQL by one statement that joins the table with arrays, one for
 * each column; on others by a statement for each row, in a batch.
 */
final class MaskedUpdate {

  private final CatalogTable table;
  private final List<Identifier> columns;
  private final String policy;
  private final Engine engine;
  private final RowSql rows;
  private final String marks;

  MaskedUpdate(AnonymizerBuilder options) {
    this.table = options.table;
    this.columns = List.copyOf(options.masks.keySet());
    this.policy = options.policy;
    this.engine = Engine.of(options.catalog.dialect());
    this.rows = new RowSql(options.catalog);
    this.marks =
        rows.quote(options.anonymizedAt)
            + " = "
            + engine.words().now()
            + ", "
            + rows.quote(options.anonymizedPolicy)
            + " = ?";
  }

  void run(Connection connection, List<MaskedRow> masked) throws SQLException {
    if (masked.isEmpty()) {
      return;
    }
    if (engine.isPostgreSql()) {
      join(connection, masked);
    } else {
      each(connection, masked);
    }
  }

  private void join(Connection connection, List<MaskedRow> masked) throws SQLException {
    List<Identifier> key = table.primaryKey();
    List<Identifier> all = Stream.concat(key.stream(), columns.stream()).toList();
    String arrays = all.stream().map(name -> "CAST(? AS text[])").collect(Collectors.joining(", "));
    String names = all.stream().map(rows::quote).collect(Collectors.joining(", "));
    String where =
        key.stream()
            .map(name -> "t." + rows.quote(name) + " = " + typed(name))
            .collect(Collectors.joining(" AND "));
    String sql =
        "UPDATE %s t SET %s, %s FROM unnest(%s) AS masked (%s) WHERE %s"
            .formatted(rows.quote(table), assigned(this::typed), marks, arrays, names, where);
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, policy);
      for (int i = 0; i < all.size(); i++) {
        update.setArray(i + 2, array(connection, masked, i));
      }
      update.executeUpdate();
    }
  }

  private String assigned(Function<Identifier, String> value) {
    return columns.stream()
        .map(name -> rows.quote(name) + " = " + value.apply(name))
        .collect(Collectors.joining(", "));
  }

  private String typed(Identifier column) {
    String masked = Matcher.quoteReplacement("masked." + rows.quote(column));
    return table.column(column).parameter().replaceFirst("\\?", masked);
  }

  private Array array(Connection connection, List<MaskedRow> masked, int column)
      throws SQLException {
    int width = table.primaryKey().size();
    List<@Nullable String> values = new ArrayList<>(masked.size());
    for (MaskedRow row : masked) {
      values.add(
          column < width ? text(row.key().values().get(column)) : row.values().get(column - width));
    }
    return connection.createArrayOf("text", values.toArray());
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? "\\x" + HexFormat.of().formatHex(bytes)
        : value.toString();
  }

  private void each(Connection connection, List<MaskedRow> masked) throws SQLException {
    List<KeysetCursor> any = List.of(masked.get(0).key());
    String sql =
        "UPDATE %s SET %s, %s WHERE %s"
            .formatted(
                rows.quote(table),
                assigned(name -> table.column(name).parameter()),
                marks,
                rows.in(table, rows.quote(table), any).sql());
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (MaskedRow row : masked) {
        int index = 1;
        for (String value : row.values()) {
          update.setString(index++, value);
        }
        update.setString(index++, policy);
        rows.in(table, rows.quote(table), List.of(row.key())).bind(update, index);
        update.addBatch();
      }
      update.executeBatch();
    }
  }
}
