package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.sql.TableName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What a soft delete did.
 *
 * @param id that of the deletion, by which it is restored
 * @param deleted how many rows of each table
 * @param detached how many rows of each table lost their foreign key
 */
public record Deletion(UUID id, Map<TableName, Long> deleted, Map<TableName, Long> detached) {

  public Deletion {
    deleted = Map.copyOf(new LinkedHashMap<>(deleted));
    detached = Map.copyOf(new LinkedHashMap<>(detached));
  }

  /** Returns how many rows of all tables were deleted. */
  public long rows() {
    return deleted.values().stream().mapToLong(Long::longValue).sum();
  }
}
