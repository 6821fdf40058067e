package dev.persistence.cache.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Where Redis is. Nothing here blocks. */
interface Servers extends AutoCloseable {

  /** Connects to wherever commands go. */
  CompletionStage<? extends StatefulConnection<String, byte[]>> connect();

  /**
   * Returns the servers that hold keys at the moment, by name, each with a way to connect to it. A
   * server that takes the place of another has another name.
   */
  CompletionStage<Map<String, Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>>>>
      primaries();

  /** Takes note that the primaries were found out. */
  default void found() {}

  /** Tells whether commands go to several servers. */
  default boolean isClustered() {
    return false;
  }

  /** Takes note that one of the primaries is not reached. */
  default void suspect() {}

  /** Ends what was opened to reach the servers; the caller's client lives on. */
  @Override
  void close();
}
