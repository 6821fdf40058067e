package dev.persistence.cache.store;

import java.time.Duration;
import java.util.List;

/** What a store says to a {@link LeaseRequest}. */
public sealed interface LeaseAnswer {

  /**
   * The lease is yours.
   *
   * @param positions of the {@linkplain Tombstone tombstones} that are kept: the load must see all
   *     of these changes; empty if there was no change of late
   */
  record Granted(List<String> positions) implements LeaseAnswer {}

  /**
   * Somebody else loads.
   *
   * @param holder the token of that lease
   * @param remaining until it is free
   */
  record Held(String holder, Duration remaining) implements LeaseAnswer {}

  /** There is a value that you have not seen. */
  record Found(StoredValue value) implements LeaseAnswer {}

  /**
   * A change is under way, so that nothing can be stored.
   *
   * @param remaining until the fence that lasts longest is over
   */
  record Fenced(Duration remaining) implements LeaseAnswer {}
}
