package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.redis.RedisStoreBuilder;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** One application node: a cache of numbers over a store of its own on the common Redis. */
final class CacheNode implements AutoCloseable {

  /** A key that no test changes. */
  private static final int PROBE = -1;

  private final ObservedStore store;
  private final TieredCache<Integer, Integer> cache;

  private CacheNode(ObservedStore store, TieredCache<Integer, Integer> cache) {
    this.store = store;
    this.cache = cache;
  }

  /** Opens a node that loads and writes these rows, and does not wait for it. */
  static CacheNode open(
      RedisStoreBuilder redis,
      String name,
      GatedRows rows,
      UnaryOperator<TieredCacheBuilder<Integer, Integer>> settings) {
    ObservedStore store = new ObservedStore(redis.build());
    TieredCacheBuilder<Integer, Integer> builder =
        TieredCache.<Integer, Integer>builder(name)
            .store(store)
            .codec(new IntegerCodec())
            .softDeadline(Duration.ofSeconds(5))
            .hardDeadline(Duration.ofSeconds(30))
            .loader((KeyLoader<Integer, Integer>) rows::load)
            .writer(rows::write);
    return new CacheNode(store, settings.apply(builder).build());
  }

  /** Makes deadlines so long that a busy machine does not look like a store that is gone. */
  static RedisStoreBuilder patient(RedisStoreBuilder redis) {
    return redis
        .connectDeadline(Duration.ofSeconds(20))
        .readDeadline(Duration.ofSeconds(5))
        .writeDeadline(Duration.ofSeconds(5));
  }

  TieredCache<Integer, Integer> cache() {
    return cache;
  }

  ObservedStore store() {
    return store;
  }

  /** Waits until the store answers and, where there is a near tier, announces. */
  CacheNode awaitUp() {
    Lookup.Tier first = cache.config().near() == null ? Lookup.Tier.STORE : Lookup.Tier.NEAR;
    await()
        .atMost(Duration.ofSeconds(30)) // The first connection of a JVM takes its time.
        .untilAsserted(
            () -> {
              cache.get(PROBE);
              assertThat(cache.lookup(PROBE).tier()).isEqualTo(first);
            });
    return this;
  }

  /** Waits until the key's newest value is what a read returns. */
  void awaitSees(int key, int value) {
    await().untilAsserted(() -> assertThat(cache.get(key)).isEqualTo(value));
  }

  static ConditionFactory await() {
    return Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    cache.close();
    store.close();
  }
}
