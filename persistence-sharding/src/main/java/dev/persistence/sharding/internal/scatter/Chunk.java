package dev.persistence.sharding.internal.scatter;

import java.math.BigDecimal;
import java.sql.Blob;
import java.sql.SQLException;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Some rows of one shard and about how much memory they take. Filled by one thread. */
final class Chunk {

  private static final int MOST_ROWS = 256;
  private static final long MOST_BYTES = 64 << 10;

  private static final int ROW = 32;
  private static final int REFERENCE = 4;
  private static final int SMALL = 24;
  private static final int TEXT = 56;
  private static final int DECIMAL = 64;

  final List<@Nullable Object[]> rows = new ArrayList<>();
  long bytes;

  void add(@Nullable Object[] row) {
    rows.add(row);
    bytes += sizeOf(row);
  }

  boolean isFull() {
    return rows.size() >= MOST_ROWS || bytes >= MOST_BYTES;
  }

  /** Returns about how many bytes a row takes on the heap. */
  static long sizeOf(@Nullable Object[] row) {
    long bytes = ROW;
    for (Object value : row) {
      bytes += REFERENCE + (value == null ? 0 : sizeOf(value));
    }
    return bytes;
  }

  private static long sizeOf(Object value) {
    if (value instanceof byte[] array) {
      return SMALL + (long) array.length;
    }
    if (value instanceof BigDecimal) {
      return DECIMAL;
    }
    if (value instanceof Blob blob) {
      return SMALL + length(blob);
    }
    boolean small =
        value instanceof Number
            || value instanceof Boolean
            || value instanceof Date
            || value instanceof Temporal
            || value instanceof UUID;
    return small ? SMALL : TEXT + 2L * value.toString().length(); // Also JSON, arrays and the like.
  }

  private static long length(Blob blob) {
    try {
      return blob.length();
    } catch (SQLException unknown) { // Then it is not in memory, either.
      return 0;
    }
  }
}
