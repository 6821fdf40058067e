package dev.persistence.cache.store;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import java.time.Duration;

/**
 * What a cache asks of its part of a store. Immutable.
 *
 * @param namespace begins every key: the value of id 123 in namespace user is at {@code user:123}
 * @param schemaVersion of the values; those of other versions live beside it under the same key and
 *     are invalidated with it
 * @param heartbeat how often the store shall prove that announcements arrive
 * @param time what instants given to the listener are measured by
 */
public record SpaceOptions(
    String namespace, int schemaVersion, Duration heartbeat, TimeSource time) {

  public SpaceOptions {
    Arguments.name("namespace", namespace);
    if (namespace.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "namespace is \"" + namespace + "\"; allowed: text without a colon");
    }
    Arguments.inRange("schemaVersion", schemaVersion, 1, Integer.MAX_VALUE);
    Arguments.notNull("time", time);
    Arguments.inRange("heartbeat", heartbeat, Duration.ofMillis(10), Duration.ofMinutes(1));
  }
}
