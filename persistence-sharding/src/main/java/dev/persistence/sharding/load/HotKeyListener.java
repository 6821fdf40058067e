package dev.persistence.sharding.load;

/**
 * Hears of keys that have too much of their shard. Called on the thread that notices, with no lock
 * held; implementations are thread-safe and return quickly. What they throw is logged and dropped.
 */
@FunctionalInterface
public interface HotKeyListener {

  /** Listens to nothing. */
  HotKeyListener NONE = key -> {};

  /**
   * A key has more than 5 % of its shard's load, and is asked for more than 10 times a second; told
   * once, and again only after it had less than half of that.
   */
  void hot(HotKey key);
}
