package dev.persistence.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a check: how many operations broke which guarantee, and the first one. Immutable.
 */
public final class Verdict {

  private final long operations;
  private final Map<Guarantee, Long> counts;
  private final @Nullable Violation first;

  Verdict(long operations, Map<Guarantee, Long> counts, @Nullable Violation first) {
    this.operations = operations;
    this.counts = Map.copyOf(counts);
    this.first = first;
  }

  /** Returns how many operations were checked. */
  public long operations() {
    return operations;
  }

  /** Returns how many operations break the guarantee. One may break two guarantees. */
  public long violations(Guarantee guarantee) {
    return counts.getOrDefault(guarantee, 0L);
  }

  /** Returns the violation whose operation ended first; empty if there is none. */
  public Optional<Violation> first() {
    return Optional.ofNullable(first);
  }

  /** Tells whether no guarantee is broken. */
  public boolean isConsistent() {
    return first == null;
  }

  /**
   * Returns normally if no guarantee is broken.
   *
   * @throws AssertionError with the counts and the time line of the first violation
   */
  public void assertConsistent() {
    if (first != null) {
      throw new AssertionError(toString());
    }
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    for (Guarantee guarantee : Guarantee.values()) {
      if (violations(guarantee) > 0) {
        parts.add(guarantee + " " + violations(guarantee));
      }
    }
    return first == null
        ? operations + " operations, all consistent"
        : operations
            + " operations, violations: "
            + String.join(", ", parts)
            + System.lineSeparator()
            + first;
  }
}
