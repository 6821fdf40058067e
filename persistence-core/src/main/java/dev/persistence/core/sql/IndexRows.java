package dev.persistence.core.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of (index, column) as the database's catalog gives them, one for each column of an index.
 */
final class IndexRows {

  private IndexRows() {}

  /** Returns the columns of each index; without an index that has a part which is no column. */
  static List<List<Identifier>> grouped(ResultSet rows) throws SQLException {
    Map<String, List<Identifier>> indexes = new LinkedHashMap<>();
    List<String> unusable = new ArrayList<>();
    while (rows.next()) {
      String index = rows.getString(1);
      String column = rows.getString(2);
      if (column == null) {
        unusable.add(index);
      } else {
        indexes.computeIfAbsent(index, name -> new ArrayList<>()).add(Identifier.of(column));
      }
    }
    unusable.forEach(indexes::remove);
    return List.copyOf(indexes.values());
  }
}
