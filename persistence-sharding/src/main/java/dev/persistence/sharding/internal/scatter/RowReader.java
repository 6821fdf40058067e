package dev.persistence.sharding.internal.scatter;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a result's rows as the driver has them, but for times that its own classes would alter:
 * java.sql.Time loses what is below milliseconds, and java.sql.Timestamp shifts what the JVM's zone
 * leaves out when its clocks go forward. Used by one thread.
 */
final class RowReader {

  /** A point in time, which is the same in every zone. */
  private static final String WITH_ZONE = "timestamptz";

  private final ResultSet rows;
  private final List<String> labels;
  private final @Nullable Class<?>[] types;

  RowReader(ResultSet rows) throws SQLException {
    this.rows = rows;
    ResultSetMetaData columns = rows.getMetaData();
    List<String> names = new ArrayList<>();
    types = new @Nullable Class<?>[columns.getColumnCount()];
    for (int i = 0; i < types.length; i++) {
      names.add(columns.getColumnLabel(i + 1));
      types[i] = type(columns, i + 1);
    }
    labels = List.copyOf(names);
  }

  private static @Nullable Class<?> type(ResultSetMetaData columns, int column)
      throws SQLException {
    return switch (columns.getColumnType(column)) {
      case Types.TIME -> LocalTime.class;
      case Types.TIMESTAMP ->
          WITH_ZONE.equals(columns.getColumnTypeName(column)) ? null : LocalDateTime.class;
      default -> null;
    };
  }

  List<String> labels() {
    return labels;
  }

  @Nullable Object[] row() throws SQLException {
    @Nullable Object[] row = new @Nullable Object[types.length];
    for (int i = 0; i < row.length; i++) {
      Class<?> type = types[i];
      row[i] = type == null ? rows.getObject(i + 1) : rows.getObject(i + 1, type);
    }
    return row;
  }
}
