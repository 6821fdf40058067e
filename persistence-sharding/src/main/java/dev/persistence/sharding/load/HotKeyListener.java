package dev.persistence.sharding.load;

/**
 * Hears of keys that have too much of their shard. Called on the thread that notices, with no lock
 * held; implementations are thread-safe and return quickly. What they throw is logged and dropped.
 */
@FunctionalInterface
public interface HotKeyListener {

  /** Listens to nothing. */
  HotKeyListener NONE = key -> {};

  /** A key has more than its share, once for each time that it comes to that. */
  void hot(HotKey key);
}
