package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.Identifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of rows as the classes that a {@link KeysetCursor} knows. */
public final class RowValues {

  private RowValues() {}

  /** Returns the values of these columns, which are the row's from the given one on. */
  public static KeysetCursor key(ResultSet row, int first, List<Identifier> columns)
      throws SQLException {
    List<Object> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Object value = read(row, first + i);
      if (value == null) {
        throw new SQLException("column \"" + columns.get(i) + "\" of a key holds NULL", "23502");
      }
      values.add(value);
    }
    return KeysetCursor.of(columns, values);
  }

  private static @Nullable Object read(ResultSet row, int column) throws SQLException {
    return switch (row.getMetaData().getColumnType(column)) {
      case Types.DATE -> row.getObject(column, LocalDate.class);
      case Types.TIMESTAMP ->
          row.getMetaData().getColumnTypeName(column).equals("timestamptz")
              ? row.getObject(column, OffsetDateTime.class)
              : row.getObject(column, LocalDateTime.class);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> row.getBytes(column);
      case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR -> row.getString(column);
      default -> row.getObject(column);
    };
  }
}
