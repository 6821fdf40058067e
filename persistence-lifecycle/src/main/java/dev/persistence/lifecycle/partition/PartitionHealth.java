package dev.persistence.lifecycle.partition;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether new rows find their partitions.
 *
 * @param gaps what no partition takes though others do, or it was asked for: ranges of time, values
 *     or remainders
 * @param ahead how many whole partitions there are behind the present one without a gap, up to
 *     1,000; -1 if the present has none, 0 for lists and hashes
 * @param wantedAhead how many were asked for
 * @param defaultRows rows in the partition that takes what no other one does, 0 if there is none:
 *     these found none of their own, and are in the way of making it
 */
public record PartitionHealth(
    TableName table, List<String> gaps, int ahead, int wantedAhead, long defaultRows) {

  public PartitionHealth {
    Arguments.notNull("table", table);
    gaps = Arguments.listOf("gaps", gaps);
  }

  /** Returns whether nothing has to be done. */
  public boolean isSound() {
    return findings().isEmpty();
  }

  /** Returns what has to be done something about, in a sentence each. */
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    if (!gaps.isEmpty()) {
      findings.add("no partition takes " + String.join("; ", gaps));
    }
    if (ahead < 0) {
      findings.add("no partition takes the present");
    } else if (ahead < wantedAhead) {
      findings.add("only " + ahead + " partitions are made ahead of " + wantedAhead);
    }
    if (defaultRows > 0) {
      findings.add(defaultRows + " rows are in the default partition");
    }
    return List.copyOf(findings);
  }
}
