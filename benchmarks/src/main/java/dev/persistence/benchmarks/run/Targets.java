package dev.persistence.benchmarks.run;

import dev.persistence.benchmarks.database.BackfillSpeed;
import dev.persistence.benchmarks.database.RecoveryTime;
import dev.persistence.benchmarks.database.RoutedLatency;
import dev.persistence.benchmarks.database.ShardedLatency;
import dev.persistence.benchmarks.database.StartLatency;
import dev.persistence.benchmarks.database.TriggerCost;
import dev.persistence.benchmarks.report.Report;
import dev.persistence.benchmarks.report.Target;
import dev.persistence.benchmarks.report.Target.Limit;
import dev.persistence.benchmarks.report.Target.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What is aimed at, and what was seen, beyond which a gate stands: {@code docs/performance.md}. */
final class Targets {

  private static final String SESSION = "ours, session";
  private static final String LAZY = "Spring LazyConnectionDataSourceProxy";

  private static final List<Target> ALL =
      List.of(
          Target.ofTime(MicroContests.UNTOUCHED, SESSION, LAZY, new Limit(1.1, 0.6)),
          Target.ofTime(MicroContests.STATEMENT, SESSION, LAZY, new Limit(1.1, 4.4)),
          Target.ofBytes(MicroContests.UNTOUCHED, SESSION, new Limit(192, 192)),
          Target.ofBytes(MicroContests.STATEMENT, SESSION, new Limit(0, 528)),
          Target.ofBytes(MicroContests.CHOICE, "power of two", new Limit(0, 0)),
          Target.ofBytes(MicroContests.CLASSIFIER, "the same text again", new Limit(0, 0)),
          Target.ofTime(
              MicroContests.CLASSIFIER,
              "an ordinary new text",
              MicroContests.WALK,
              new Limit(25, 25)),
          Target.ofTime(
              MicroContests.NEAR_HIT, "ours", "Caffeine with expiry", new Limit(0.7, 0.55)),
          Target.ofTime(
              MicroContests.NEAR_HIT, "ours", "Caffeine without expiry", new Limit(1.6, 3.1)),
          Target.ofBytes(MicroContests.NEAR_HIT, "ours", new Limit(0, 0)),
          Target.ofTime(
              MicroContests.STORED, "ours", "Lettuce GET and decoding", new Limit(1.15, 1.12)),
          Target.ofTime(
              MicroContests.HUNDRED, "ours", "Lettuce MGET and decoding", new Limit(1.5, 1.76)),
          Target.ofTime(MicroContests.NUMBER, "ours", "an array", new Limit(1.5, 3)),
          Target.ofTime(
              MicroContests.NUMBER,
              "ours",
              "ShardingSphere HASH_MOD",
              new Limit(1 / 15.0, 1 / 16.5)),
          Target.ofBytes(MicroContests.NUMBER, "ours", new Limit(0, 0)),
          Target.ofTime(MicroContests.TEXT, "ours", "XXH3 of hash4j alone", new Limit(1.2, 1.12)),
          Target.ofBytes(MicroContests.DIRECTORY, "number", new Limit(0, 0)),
          Target.ofTime(RoutedLatency.SELECT, SESSION, RoutedLatency.POOL, new Limit(1.03, 1.02)),
          Target.ofTime(RoutedLatency.UPDATE, SESSION, RoutedLatency.POOL, new Limit(1.03, 1.04)),
          Target.ofTime(
              ShardedLatency.SELECT,
              "ours, connectionFor",
              ShardedLatency.POOL,
              new Limit(1.03, 1.02)),
          Target.ofTime(
              ShardedLatency.TOP,
              "ours, scatter",
              "by hand, in transactions",
              new Limit(1.1, 1.12)),
          Target.ofTime(RecoveryTime.BLACK_HOLE, "ours", RecoveryTime.DRIVER, new Limit(0.4, 0.12)),
          Target.ofTime(StartLatency.FIRST, "ours", StartLatency.POOL, new Limit(1.2, 1.39)),
          Target.ofTime(
              BackfillSpeed.FILL, BackfillSpeed.OURS, BackfillSpeed.RAW, new Limit(1 / 0.9, 1.25)),
          Target.ofTime(
              BackfillSpeed.WRITES, BackfillSpeed.OURS, BackfillSpeed.RAW, new Limit(0.02, 0.002)),
          Target.ofTime(
              BackfillSpeed.GROWTH, BackfillSpeed.OURS, BackfillSpeed.SMALL, new Limit(1 / 0.8, 1)),
          Target.ofTime(
              TriggerCost.INSERT, TriggerCost.OURS, TriggerCost.PLAIN, new Limit(1 / 0.65, 1.21)),
          Target.ofTime(
              TriggerCost.UNRELATED,
              TriggerCost.OURS,
              TriggerCost.PLAIN,
              new Limit(1 / 0.85, 1.02)),
          Target.ofTime(
              TriggerCost.MIGRATED, TriggerCost.OURS, TriggerCost.PLAIN, new Limit(1 / 0.6, 1.29)));

  private Targets() {}

  static List<Target> all() {
    return ALL;
  }

  /** Returns the contestants of a contest that its targets look at. */
  static Set<String> namesIn(String contest) {
    return ALL.stream()
        .filter(target -> target.contest().equals(contest))
        .flatMap(Target::names)
        .collect(Collectors.toSet());
  }

  /** Returns the titles of the contests in which a gate seems broken. */
  static Set<String> brokenIn(Report report) {
    return in(report).stream()
        .filter(Outcome::isBroken)
        .map(outcome -> outcome.target().contest())
        .collect(Collectors.toSet());
  }

  /** Returns what came out of those that the report tells about. */
  static List<Outcome> in(Report report) {
    return ALL.stream().map(target -> target.in(report)).filter(Objects::nonNull).toList();
  }
}
