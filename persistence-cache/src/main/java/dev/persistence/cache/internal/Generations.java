package dev.persistence.cache.internal;

import dev.persistence.cache.store.Generation;
import dev.persistence.cache.store.StoreSpace;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The generations of the space and of tags, remembered for as long as their announcements can be
 * trusted, under the rules of the near tier. Thread-safe.
 */
final class Generations {

  /** The name of the space's own generation. */
  static final String SPACE = "";

  /**
   * A generation that is renewed before any tag is: a load that begins before and ends after that
   * cannot know whether its value has the tag's change, since the tags are known by the value only.
   */
  static final String ANY_TAG = "*";

  private static final int MOST = 10_000;

  private record Known(Generation generation, NearToken token, long sinceNanos) {}

  private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();
  private final StoreSpace space;
  private final NearTier<?, ?> near;
  private final CoarseClock clock;

  Generations(StoreSpace space, NearTier<?, ?> near, CoarseClock clock) {
    this.space = space;
    this.near = near;
    this.clock = clock;
  }

  /** Returns the number of each name, from memory if all of them are trusted. */
  Map<String, Long> numbers(Collection<String> names) {
    Map<String, Long> numbers = new HashMap<>();
    current(names).forEach((name, generation) -> numbers.put(name, generation.number()));
    return numbers;
  }

  /** Tells whether one of them was renewed less than this time ago. */
  boolean isAnyYoungerThan(Collection<String> names, long millis) {
    return current(names).values().stream().anyMatch(one -> one.ageMillis() < millis);
  }

  CoarseClock clock() {
    return clock;
  }

  /** Has the name looked up again. */
  void forget(String name) {
    near.invalidate(idOf(name));
  }

  private Map<String, Generation> current(Collection<String> names) {
    Map<String, Generation> current = new HashMap<>();
    Map<String, NearToken> unknown = new HashMap<>();
    long now = clock.now();
    for (String name : names) {
      Known one = known.get(name);
      if (one != null && near.isTrusted(one.token, now)) {
        current.put(name, aged(one, now));
      } else {
        unknown.put(name, near.token(idOf(name)));
      }
    }
    if (!unknown.isEmpty()) {
      Map<String, Generation> asked = space.generations(unknown.keySet());
      current.putAll(asked);
      if (known.size() > MOST) {
        known.clear();
      }
      unknown.forEach((name, token) -> remember(name, asked.get(name), token));
    }
    return current;
  }

  private void remember(String name, @Nullable Generation generation, NearToken token) {
    if (generation != null) {
      known.put(name, new Known(generation, token, clock.now()));
    }
  }

  private static Generation aged(Known one, long now) {
    Generation then = one.generation;
    long passed = (now - one.sinceNanos) / 1_000_000;
    return then.ageMillis() > Long.MAX_VALUE - passed
        ? then
        : new Generation(then.number(), then.ageMillis() + passed);
  }

  /** Returns the stripe's id of a name, which is no id of a value. */
  static String idOf(String name) {
    return "#" + name;
  }
}
