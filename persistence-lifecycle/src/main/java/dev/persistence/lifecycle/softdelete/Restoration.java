package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.sql.TableName;
import java.util.Map;

/**
 * What a restore did.
 *
 * @param rows how many rows of each table came back
 * @param attached how many foreign keys were set again
 * @param notAttached how many were not, since the row is gone or leads elsewhere by now
 */
public record Restoration(Map<TableName, Long> rows, long attached, long notAttached) {

  public Restoration {
    rows = Map.copyOf(rows);
  }
}
