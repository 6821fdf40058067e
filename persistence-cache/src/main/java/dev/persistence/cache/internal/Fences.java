package dev.persistence.cache.internal;

import dev.persistence.cache.store.StoreSpace;
import dev.persistence.cache.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;

/**
 * Fences around changes: while one stands nothing is stored for its ids, and if it is never lifted
 * they count as changed. Thread-safe.
 *
 * @param space where they stand
 * @param duration after which one that is not lifted falls
 * @param reports who is told that the store failed
 */
record Fences(StoreSpace space, Duration duration, Reports reports) {

  /**
   * Sets a fence around the ids and returns its token.
   *
   * @throws StoreUnavailableException if it is unknown whether it stands
   */
  String set(Collection<String> ids) {
    String token = UUID.randomUUID().toString();
    space.fence(ids, token, duration);
    return token;
  }

  /** Lifts a fence behind which nothing was changed. */
  void lift(Collection<String> ids, String token) {
    try {
      space.unfence(ids, token, null);
    } catch (StoreUnavailableException down) { // Then it falls by itself.
      reports.storeFailed(down);
    }
  }
}
