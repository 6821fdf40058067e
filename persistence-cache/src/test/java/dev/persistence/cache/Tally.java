package dev.persistence.cache;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What the rounds of a simulation have gone through. Thread-safe. */
final class Tally {

  private final LongAdder rounds = new LongAdder();
  private final Map<String, LongAdder> events = new ConcurrentSkipListMap<>();
  private final Set<Long> courses = ConcurrentHashMap.newKeySet();

  void count(String event) {
    events.computeIfAbsent(event, first -> new LongAdder()).increment();
  }

  /** Counts a round that took this course. */
  void countRound(long fingerprint) {
    rounds.increment();
    courses.add(fingerprint);
  }

  int rounds() {
    return rounds.intValue();
  }

  /** Returns the courses that rounds took. */
  Set<Long> courses() {
    return courses;
  }

  Set<String> events() {
    return events.keySet();
  }

  @Override
  public String toString() {
    return "%d rounds, %d of them different: %s".formatted(rounds(), courses.size(), events);
  }
}
