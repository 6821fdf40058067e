package dev.persistence.lifecycle.partition;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a table's ranges cover together. Immutable. */
final class RangeCover {

  private static final int MOST_AHEAD = 1_000;

  private final List<Partition> ranges;

  RangeCover(List<Partition> partitions) {
    this.ranges =
        partitions.stream()
            .filter(partition -> !partition.isDefault())
            .sorted(Comparator.comparing(RangeCover::begin))
            .toList();
  }

  private static LocalDateTime begin(Partition range) {
    return range.from() == null ? LocalDateTime.MIN : range.from();
  }

  private static LocalDateTime end(Partition range) {
    return range.to() == null ? LocalDateTime.MAX : range.to();
  }

  /** Returns the ranges between two partitions that none takes. */
  List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    for (int i = 1; i < ranges.size(); i++) {
      LocalDateTime before = end(ranges.get(i - 1));
      LocalDateTime next = begin(ranges.get(i));
      if (before.isBefore(next)) {
        gaps.add(before + " to " + next);
      }
    }
    return gaps;
  }

  /** Returns how many whole steps are covered behind the one of this day; -1 if that is not. */
  int ahead(PartitionStep step, LocalDate day) {
    LocalDateTime covered = day.atStartOfDay();
    for (Partition range : ranges) {
      if (!begin(range).isAfter(covered) && end(range).isAfter(covered)) {
        covered = end(range);
      }
    }
    int ahead = -1;
    LocalDate first = step.start(day);
    while (ahead < MOST_AHEAD && !step.plus(first, ahead + 2).atStartOfDay().isAfter(covered)) {
      ahead++;
    }
    return ahead;
  }
}
