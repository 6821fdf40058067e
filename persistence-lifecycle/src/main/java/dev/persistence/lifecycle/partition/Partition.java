package dev.persistence.lifecycle.partition;

import dev.persistence.core.sql.TableName;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A partition of a table by ranges of time, in UTC.
 *
 * @param from its first time; null if it has no lower end, or takes what no other one does
 * @param to behind its last time; null if it has no upper end, or takes what no other one does
 * @param isDefault whether it takes what no other one does
 */
public record Partition(
    TableName name, @Nullable LocalDateTime from, @Nullable LocalDateTime to, boolean isDefault) {}
