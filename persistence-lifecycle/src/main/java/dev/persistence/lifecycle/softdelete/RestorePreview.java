package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.sql.TableName;
import java.util.List;
import java.util.Map;

/**
 * What a restore would do.
 *
 * @param rows how many rows of each table would come back
 * @param conflicts what is in the way; empty if it would work
 */
public record RestorePreview(Map<TableName, Long> rows, List<RestoreConflict> conflicts) {

  public RestorePreview {
    rows = Map.copyOf(rows);
    conflicts = List.copyOf(conflicts);
  }
}
