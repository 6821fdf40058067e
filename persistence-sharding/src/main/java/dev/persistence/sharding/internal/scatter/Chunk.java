package dev.persistence.sharding.internal.scatter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
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
      bytes += REFERENCE;
      if (value instanceof String text) {
        bytes += TEXT + 2L * text.length();
      } else if (value instanceof byte[] array) {
        bytes += SMALL + array.length;
      } else if (value instanceof BigDecimal) {
        bytes += DECIMAL;
      } else if (value != null) {
        bytes += SMALL;
      }
    }
    return bytes;
  }
}
