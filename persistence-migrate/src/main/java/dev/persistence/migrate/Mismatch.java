package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.core.keyset.KeysetCursor;
import java.util.List;

/**
 * Rows that contradict themselves.
 *
 * @param subject table and column, or constraint
 * @param rows how many
 * @param keys of the first of them, 100 at most; may be personal data
 */
public record Mismatch(String subject, long rows, List<KeysetCursor> keys) {

  public Mismatch {
    keys = Arguments.listOf("keys", keys);
  }

  /** Returns the count alone: keys may be personal data, which belongs in no log. */
  @Override
  public String toString() {
    return subject + ": " + rows + " rows";
  }
}
