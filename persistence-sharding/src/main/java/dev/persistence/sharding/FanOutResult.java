package dev.persistence.sharding;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of work that was done on every shard. Immutable.
 *
 * @param done what the work returned, by shard
 * @param failed what it failed with, by shard; also of those that it never began on, with the same
 *     reason
 * @param <T> the results
 */
public record FanOutResult<T extends @Nullable Object>(
    Map<String, T> done, Map<String, Throwable> failed) {

  public FanOutResult {
    done = Collections.unmodifiableMap(new LinkedHashMap<>(done));
    failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
  }

  /** Tells whether the work was done everywhere. */
  public boolean isComplete() {
    return failed.isEmpty();
  }

  /**
   * Returns what the work returned, by shard.
   *
   * @throws PersistenceException if it failed anywhere; the first failure is the cause, the others
   *     are suppressed
   */
  public Map<String, T> orThrow() {
    if (isComplete()) {
      return done;
    }
    PersistenceException failure =
        new PersistenceException(
            new Explanation(
                "Work on every shard was not done on " + failed.keySet(),
                "see the causes",
                "Mend the shards and do it again there; it was done on " + done.keySet()),
            failed.values().iterator().next());
    failed.values().stream().skip(1).forEach(failure::addSuppressed);
    throw failure;
  }
}
