package dev.persistence.sharding.internal.scatter;

import dev.persistence.core.Explanation;
import dev.persistence.sharding.scatter.ScatterException;
import dev.persistence.sharding.scatter.ScatterRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects a result's rows as long as there is room for them. Used by one thread. */
final class Rows implements Gather.Sink {

  private final List<ScatterRow> rows = new ArrayList<>();
  private final long mostBytes;
  private long bytes;

  Rows(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public boolean take(List<String> labels, @Nullable Object[] row) throws SQLException {
    bytes += Chunk.sizeOf(row);
    checkSize(bytes, mostBytes);
    rows.add(new ScatterRow(labels, row));
    return true;
  }

  List<ScatterRow> rows() {
    return rows;
  }

  static void checkSize(long bytes, long mostBytes) throws ScatterException {
    if (bytes > mostBytes) {
      throw new ScatterException(
          new Explanation(
              "The query has no result",
              "its rows take more than " + mostBytes + " bytes",
              "Set a limit, take the rows one by one with scatterEach, or raise maxBytes"));
    }
  }
}
