package dev.persistence.lifecycle.partition;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.TableName;
import java.util.List;

/**
 * What became of old partitions.
 *
 * @param dropped those that are gone, with all their rows
 * @param held those that are attached as before, since a legal hold keeps one of their rows
 */
public record PartitionReport(List<TableName> dropped, List<TableName> held) {

  public PartitionReport {
    dropped = Arguments.listOf("dropped", dropped);
    held = Arguments.listOf("held", held);
  }
}
