package dev.persistence.lifecycle.partition;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.TableName;
import java.util.List;

/**
 * What became of partitions that were to go.
 *
 * @param dropped those that are gone, with all their rows
 * @param archived those that are partitions of the archive now
 * @param detached those that are tables of their own now
 * @param held those that are attached as before, since a legal hold keeps one of their rows
 */
public record PartitionReport(
    List<TableName> dropped,
    List<TableName> archived,
    List<TableName> detached,
    List<TableName> held) {

  public PartitionReport {
    dropped = Arguments.listOf("dropped", dropped);
    archived = Arguments.listOf("archived", archived);
    detached = Arguments.listOf("detached", detached);
    held = Arguments.listOf("held", held);
  }
}
