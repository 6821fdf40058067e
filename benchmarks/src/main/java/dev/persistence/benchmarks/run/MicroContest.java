package dev.persistence.benchmarks.run;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Contestants whose work JMH measures.
 *
 * @param title the work
 * @param unit as JMH gives it
 * @param entries the contestants, the measure first
 */
record MicroContest(String title, String unit, List<Entry> entries) {

  static MicroContest of(String title, String unit, Entry... entries) {
    return new MicroContest(title, unit, Arrays.asList(entries));
  }

  /** Returns it without the peers. */
  MicroContest oursAlone() {
    return new MicroContest(title, unit, entries.stream().filter(Entry::ours).toList());
  }

  /** Returns it with its measure and those of these names, who are a few of many. */
  MicroContest among(Set<String> names) {
    Entry measure = entries.get(0);
    return new MicroContest(
        title,
        unit,
        entries.stream()
            .filter(entry -> entry.equals(measure) || names.contains(entry.name()))
            .toList());
  }

  boolean hasPeers() {
    return entries.stream().anyMatch(entry -> !entry.ours());
  }
}
