package dev.persistence.core.keyset;

import dev.persistence.core.keyset.KeyOrder.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Works out where a batch ends instead of having the server count up to there: n whole numbers that
 * follow each other are at most n rows of a unique key, and not many fewer while it has few gaps.
 * Whether it has is measured with each fourth batch. Not thread-safe.
 */
final class Stride {

  private static final int BATCHES_PER_MEASUREMENT = 3;
  private static final int MOST_NUMBERS_PER_ROW = 2;

  private int batches;

  /** Takes notice of what was measured behind the position. */
  void measured(@Nullable KeysetCursor position, Span span) {
    Long before = number(position);
    Long last = number(span.last());
    boolean dense =
        before != null
            && last != null
            && Long.compareUnsigned(last - before, MOST_NUMBERS_PER_ROW * span.rows()) <= 0;
    batches = dense ? BATCHES_PER_MEASUREMENT : 0;
  }

  /**
   * Returns the span behind the position that has at most this many rows and ends before the end;
   * null if it must be measured.
   */
  @Nullable Span next(@Nullable KeysetCursor position, @Nullable KeysetCursor end, int most) {
    Long before = number(position);
    Long last = number(end);
    if (batches == 0
        || end == null
        || before == null
        || last == null
        || before >= last
        || Long.compareUnsigned(last - before, most) <= 0) {
      return null;
    }
    batches--;
    return new Span(most, KeysetCursor.of(end.columns(), List.of(before + most)));
  }

  private static @Nullable Long number(@Nullable KeysetCursor position) {
    return position != null
            && position.values().size() == 1
            && position.values().get(0) instanceof Long number
        ? number
        : null;
  }
}
