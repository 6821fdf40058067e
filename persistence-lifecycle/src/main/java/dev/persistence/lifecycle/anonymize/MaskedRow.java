package dev.persistence.lifecycle.anonymize;

import dev.persistence.core.keyset.KeysetCursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a row is to hold. Its text shows no value, since a mask may leave parts of one.
 *
 * @param key the values of its primary key
 * @param values of the columns with masks, in their order
 */
record MaskedRow(KeysetCursor key, List<@Nullable String> values) {

  @Override
  public String toString() {
    return "row at " + key;
  }
}
