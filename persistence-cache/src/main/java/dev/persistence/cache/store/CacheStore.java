package dev.persistence.cache.store;

/**
 * A tier that several nodes share, such as a Redis server; one store serves many caches.
 *
 * <p>An implementation extends {@code CacheStoreContract} of this module's test-jar to prove
 * itself. Thread-safe.
 */
public interface CacheStore extends AutoCloseable {

  /**
   * Opens the part of the store that belongs to one cache, and starts to announce what happens in
   * it. May wait for the store a little, and never fails for want of it: until it answers, the
   * space fails and nothing is announced.
   *
   * @throws IllegalArgumentException if the namespace is open already
   */
  StoreSpace open(SpaceOptions options, StoreListener listener);

  /** Closes what is still open, and ends the store's own threads and connections. */
  @Override
  void close();
}
