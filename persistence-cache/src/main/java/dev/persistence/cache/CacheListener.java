package dev.persistence.cache;

/**
 * Sees what a cache does beyond hits. Called on the thread that does it, with no lock held;
 * implementations are thread-safe and return quickly. What they throw is logged and dropped.
 */
public interface CacheListener {

  /** Listens to nothing. */
  CacheListener NONE = new CacheListener() {};

  /** A value was not there, or no good. */
  default void missed(MissReason reason) {}

  /** A load ended. */
  default void loaded(boolean succeeded, long nanos) {}

  /** The store does not answer any more, or does again. */
  default void storeChanged(boolean up) {}
}
