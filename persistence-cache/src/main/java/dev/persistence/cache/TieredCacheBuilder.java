package dev.persistence.cache;

import dev.persistence.cache.internal.CacheThreads;
import dev.persistence.cache.internal.KeyText;
import dev.persistence.cache.store.CacheStore;
import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link TieredCache}. Used by one thread.
 *
 * <p>Defaults: no near tier and no store, of which at least one is needed; values are fresh for 10
 * min ±10 %, knowledge that there is none for 30 s; a stale value is served for up to 1 h while the
 * loader fails, which is asked again every 10 s; a read waits 100 ms for a load where there is a
 * stale value and 5 s where there is none; the near tier is at most 3 s behind, with a heartbeat
 * every second; replicas lag at most 10 s; hits refresh ahead of the expiry with beta 1; 32 loads
 * at a time; values of at most 1 MiB; no checks for stale values; transactions of {@link
 * dev.persistence.core.transaction.Transactions}.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class TieredCacheBuilder<K, V> {

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(365);

  final String name;
  int schemaVersion = 1;
  @Nullable Near<K, V> near;
  @Nullable CacheStore store;
  @Nullable Codec<V> codec;
  Function<? super K, String> keys = KeyText::of;
  @Nullable CacheLoader<K, V> loader;
  @Nullable CacheWriter<K, V> writer;
  @Nullable BiFunction<? super K, ? super V, ? extends Collection<String>> tags;
  TransactionHook transactions = TransactionHook.transactions();
  boolean strict = false;
  Duration ttl = Duration.ofMinutes(10);
  int jitterPercent = 10;
  Duration negativeTtl = Duration.ofSeconds(30);
  Duration staleFor = Duration.ofHours(1);
  Duration staleRetry = Duration.ofSeconds(10);
  Duration softDeadline = Duration.ofMillis(100);
  Duration hardDeadline = Duration.ofSeconds(5);
  Duration bound = Duration.ofSeconds(3);
  Duration heartbeat = Duration.ofSeconds(1);
  Duration maxLag = Duration.ofSeconds(10);
  double refreshAhead = 1.0;
  int loadConcurrency = 32;
  int maxValueBytes = 1 << 20;
  double staleChecks = 0;
  CacheListener listener = CacheListener.NONE;
  TimeSource time = TimeSource.system();

  @Nullable CacheThreads threads = null;

  TieredCacheBuilder(String name) {
    this.name = Arguments.name("name", name);
    if (name.indexOf(':') >= 0) {
      throw new IllegalArgumentException("name is \"" + name + "\"; allowed: text without a colon");
    }
  }

  /** Sets the version of the values' shape; values of other versions are a miss; 1 or more. */
  public TieredCacheBuilder<K, V> schemaVersion(int version) {
    this.schemaVersion = Arguments.inRange("schemaVersion", version, 1, Integer.MAX_VALUE);
    return this;
  }

  /** Keeps values in this process. */
  public TieredCacheBuilder<K, V> near(Near<K, V> near) {
    this.near = Arguments.notNull("near", near);
    return this;
  }

  /** Keeps values in a tier that all nodes share; the caller closes it after the caches. */
  public TieredCacheBuilder<K, V> store(CacheStore store) {
    this.store = Arguments.notNull("store", store);
    return this;
  }

  /** Sets what makes bytes of values; needed with a store. */
  public TieredCacheBuilder<K, V> codec(Codec<V> codec) {
    this.codec = Arguments.notNull("codec", codec);
    return this;
  }

  /**
   * Sets what makes text of keys: different text for different keys, the same on every node. Needed
   * for keys that are no text, number, UUID, boolean or enum.
   */
  public TieredCacheBuilder<K, V> keys(Function<? super K, String> keys) {
    this.keys = Arguments.notNull("keys", keys);
    return this;
  }

  /** Sets what reads missing values, such as a repository's method. */
  public TieredCacheBuilder<K, V> loader(KeyLoader<K, V> loader) {
    this.loader = Arguments.notNull("loader", loader);
    return this;
  }

  /**
   * Sets what reads missing values, with all it can tell about them, one by one or many at once.
   */
  public TieredCacheBuilder<K, V> loader(CacheLoader<K, V> loader) {
    this.loader = Arguments.notNull("loader", loader);
    return this;
  }

  /** Sets what writes values that are put: the cache is write-through then. */
  public TieredCacheBuilder<K, V> writer(CacheWriter<K, V> writer) {
    this.writer = Arguments.notNull("writer", writer);
    return this;
  }

  /**
   * Sets what tells the tags of a value, by which many are invalidated at once; at most 64 of at
   * most 200 characters.
   */
  public TieredCacheBuilder<K, V> tags(
      BiFunction<? super K, ? super V, ? extends Collection<String>> tags) {
    this.tags = Arguments.notNull("tags", tags);
    return this;
  }

  /** Sets what tells of open transactions. */
  public TieredCacheBuilder<K, V> transactions(TransactionHook hook) {
    this.transactions = Arguments.notNull("transactions", hook);
    return this;
  }

  /**
   * Fences changed keys in the store before their transaction commits, so that even a process that
   * dies between its commit and the invalidation leaves nothing stale. A transaction fails if the
   * store cannot be reached. Tags and {@code clear} are not fenced: they end values of keys that
   * nobody names.
   */
  public TieredCacheBuilder<K, V> strict() {
    this.strict = true;
    return this;
  }

  /** Sets how long a value is fresh; 1 ms to 365 days. */
  public TieredCacheBuilder<K, V> ttl(Duration ttl) {
    this.ttl = Arguments.inRange("ttl", ttl, MILLISECOND, YEAR);
    return this;
  }

  /** Sets by how much a time to live is made longer or shorter at random; 0 to 50 percent. */
  public TieredCacheBuilder<K, V> jitterPercent(int percent) {
    this.jitterPercent = Arguments.inRange("jitterPercent", percent, 0, 50);
    return this;
  }

  /** Sets how long it is remembered that there is no value; 1 ms to 365 days. */
  public TieredCacheBuilder<K, V> negativeTtl(Duration ttl) {
    this.negativeTtl = Arguments.inRange("negativeTtl", ttl, MILLISECOND, YEAR);
    return this;
  }

  /**
   * Sets how long beyond its time to live a value is served where the loader fails or is slow; 0,
   * never, to 1 day.
   */
  public TieredCacheBuilder<K, V> staleFor(Duration time) {
    this.staleFor = Arguments.inRange("staleFor", time, Duration.ZERO, DAY);
    return this;
  }

  /**
   * Sets after which time a loader that failed is asked again while there is a stale value; 1 ms to
   * 1 day.
   */
  public TieredCacheBuilder<K, V> staleRetry(Duration time) {
    this.staleRetry = Arguments.inRange("staleRetry", time, MILLISECOND, DAY);
    return this;
  }

  /** Sets how long a read waits for a load where there is a stale value; 0 to 1 min. */
  public TieredCacheBuilder<K, V> softDeadline(Duration deadline) {
    this.softDeadline = Arguments.inRange("softDeadline", deadline, Duration.ZERO, MINUTE);
    return this;
  }

  /** Sets how long a read waits for a load, and how long a load may take; 1 ms to 1 min. */
  public TieredCacheBuilder<K, V> hardDeadline(Duration deadline) {
    this.hardDeadline = Arguments.inRange("hardDeadline", deadline, MILLISECOND, MINUTE);
    return this;
  }

  /** Sets how far the near tier may be behind the store; at least two heartbeats, at most 1 day. */
  public TieredCacheBuilder<K, V> bound(Duration bound) {
    this.bound = Arguments.inRange("bound", bound, Duration.ofMillis(20), DAY);
    return this;
  }

  /** Sets how often announcements are proven to arrive; 10 ms to 1 min. */
  public TieredCacheBuilder<K, V> heartbeat(Duration heartbeat) {
    this.heartbeat = Arguments.inRange("heartbeat", heartbeat, Duration.ofMillis(10), MINUTE);
    return this;
  }

  /** Sets how far a replica may lag from which the loader reads; 0 to 1 day. */
  public TieredCacheBuilder<K, V> maxLag(Duration lag) {
    this.maxLag = Arguments.inRange("maxLag", lag, Duration.ZERO, DAY);
    return this;
  }

  /**
   * Sets how early values are refreshed by the reads that hit them: with 1 at about the time that a
   * load takes ahead of the expiry, with more earlier, with 0 never; 0 to 100.
   */
  public TieredCacheBuilder<K, V> refreshAhead(double beta) {
    if (!(beta >= 0 && beta <= 100)) {
      throw new IllegalArgumentException("refreshAhead is " + beta + "; allowed: 0 to 100");
    }
    this.refreshAhead = beta;
    return this;
  }

  /**
   * Sets how many loads run at a time, which protects the database when the store is gone; 1 to
   * 1024.
   */
  public TieredCacheBuilder<K, V> loadConcurrency(int loads) {
    this.loadConcurrency = Arguments.inRange("loadConcurrency", loads, 1, 1024);
    return this;
  }

  /**
   * Sets the largest stored value; 1 KiB to 64 MiB. A larger one that is put is refused, one that
   * is loaded is not stored.
   */
  public TieredCacheBuilder<K, V> maxValueBytes(int bytes) {
    this.maxValueBytes = Arguments.inRange("maxValueBytes", bytes, 1 << 10, 64 << 20);
    return this;
  }

  /**
   * Sets which part of the invalidations is checked, 0, none, to 1: a bound later a tier's value is
   * compared with a load of its own, by {@code equals}. What is found is in the statistics.
   */
  public TieredCacheBuilder<K, V> staleChecks(double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("staleChecks is " + part + "; allowed: 0 to 1");
    }
    this.staleChecks = part;
    return this;
  }

  /** Sets who sees what the cache does; there is one listener. */
  public TieredCacheBuilder<K, V> listener(CacheListener listener) {
    this.listener = Arguments.notNull("listener", listener);
    return this;
  }

  /** Sets the monotonic time, for tests. */
  public TieredCacheBuilder<K, V> time(TimeSource time) {
    this.time = Arguments.notNull("time", time);
    return this;
  }

  /** Sets the threads, for tests that decide who runs when. */
  TieredCacheBuilder<K, V> threads(CacheThreads threads) {
    this.threads = threads;
    return this;
  }

  /**
   * Checks the settings and opens the cache, be the store there or not.
   *
   * @throws IllegalArgumentException if the settings do not fit together
   */
  public TieredCache<K, V> build() {
    return new TieredCache<>(new TieredCacheConfig<>(this));
  }
}
