package dev.persistence.cache;

import java.time.Duration;

/**
 * What a flush, or the end of a {@link WriteBehindCache}, has achieved.
 *
 * @param written operations written meanwhile, those that came during the flush included
 * @param remaining keys that still wait to be written
 * @param deadLetters operations that were given up and are kept for {@link
 *     WriteBehindCache#deadLetters()}
 * @param took how long it lasted
 */
public record FlushReport(long written, int remaining, int deadLetters, Duration took) {

  /** Tells whether nothing waits any more: all is written or a dead letter. */
  public boolean isComplete() {
    return remaining == 0;
  }
}
