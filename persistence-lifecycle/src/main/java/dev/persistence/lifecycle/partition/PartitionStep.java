package dev.persistence.lifecycle.partition;

import java.time.LocalDate;

/** How much time one partition has. */
public enum PartitionStep {
  DAY,
  MONTH,
  YEAR;

  /** Returns the first day of the partition that has this day. */
  LocalDate start(LocalDate day) {
    return switch (this) {
      case DAY -> day;
      case MONTH -> day.withDayOfMonth(1);
      case YEAR -> day.withDayOfYear(1);
    };
  }

  /** Returns the first day of the partition so many behind the one that begins on this day. */
  LocalDate plus(LocalDate start, int partitions) {
    return switch (this) {
      case DAY -> start.plusDays(partitions);
      case MONTH -> start.plusMonths(partitions);
      case YEAR -> start.plusYears(partitions);
    };
  }
}
