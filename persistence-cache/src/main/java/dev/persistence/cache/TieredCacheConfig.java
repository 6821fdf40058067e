package dev.persistence.cache;

import dev.persistence.cache.internal.CacheThreads;
import dev.persistence.cache.internal.KeyText;
import dev.persistence.cache.store.CacheStore;
import dev.persistence.core.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings of a {@link TieredCache}; the text is what is logged at start. Immutable.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class TieredCacheConfig<K, V> {

  /** A lease lasts four times as long as loads usually take, within these bounds. */
  static final Duration LONGEST_LEASE = Duration.ofSeconds(10);

  private final String name;
  private final int schemaVersion;
  private final @Nullable Near<K, V> near;
  private final @Nullable CacheStore store;
  private final @Nullable Codec<V> codec;
  private final Function<? super K, String> keys;
  private final @Nullable CacheLoader<K, V> loader;
  private final @Nullable CacheWriter<K, V> writer;
  private final @Nullable BiFunction<? super K, ? super V, ? extends Collection<String>> tags;
  private final TransactionHook transactions;
  private final boolean strict;
  private final Duration ttl;
  private final int jitterPercent;
  private final Duration negativeTtl;
  private final Duration staleFor;
  private final Duration staleRetry;
  private final Duration softDeadline;
  private final Duration hardDeadline;
  private final Duration bound;
  private final Duration heartbeat;
  private final Duration maxLag;
  private final double refreshAhead;
  private final int loadConcurrency;
  private final int maxValueBytes;
  private final double staleChecks;
  private final CacheListener listener;
  private final TimeSource time;
  private final CacheThreads threads;

  TieredCacheConfig(TieredCacheBuilder<K, V> builder) {
    this.name = builder.name;
    this.schemaVersion = builder.schemaVersion;
    this.near = builder.near;
    this.store = builder.store;
    this.codec = builder.codec;
    this.keys = builder.keys;
    this.loader = builder.loader;
    this.writer = builder.writer;
    this.tags = builder.tags;
    this.transactions = builder.transactions;
    this.strict = builder.strict;
    this.ttl = builder.ttl;
    this.jitterPercent = builder.jitterPercent;
    this.negativeTtl = builder.negativeTtl;
    this.staleFor = builder.staleFor;
    this.staleRetry = builder.staleRetry;
    this.softDeadline = builder.softDeadline;
    this.hardDeadline = builder.hardDeadline;
    this.bound = builder.bound;
    this.heartbeat = builder.heartbeat;
    this.maxLag = builder.maxLag;
    this.refreshAhead = builder.refreshAhead;
    this.loadConcurrency = builder.loadConcurrency;
    this.maxValueBytes = builder.maxValueBytes;
    this.staleChecks = builder.staleChecks;
    this.listener = builder.listener;
    this.time = builder.time;
    this.threads =
        builder.threads != null ? builder.threads : CacheThreads.of(name, loadConcurrency);
    requireFit();
  }

  /** Refuses settings that do not fit together. */
  private void requireFit() {
    if (near == null && store == null) {
      throw new IllegalArgumentException("near and store are missing; allowed: at least one");
    }
    if ((store == null) != (codec == null)) {
      throw new IllegalArgumentException(
          (store == null ? "codec is given without a store" : "codec is missing")
              + "; allowed: a codec with a store, none without");
    }
    if (codec != null && codec.id() <= 0 && !(codec instanceof CompressedCodec)) {
      throw new IllegalArgumentException(
          "codec's id is " + codec.id() + "; allowed: 1 to 127, of which 64 and more are yours");
    }
    if (store == null && strict) {
      throw new IllegalArgumentException("strict is set; allowed: with a store only");
    }
    if (loader == null && staleChecks > 0) {
      throw new IllegalArgumentException(
          "staleChecks is " + staleChecks + "; allowed: 0 without a loader");
    }
    if (bound.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "bound is %s; allowed: two heartbeats, which are %s, or more"
              .formatted(bound, heartbeat.multipliedBy(2)));
    }
    if (softDeadline.compareTo(hardDeadline) > 0) {
      throw new IllegalArgumentException(
          "softDeadline is %s; allowed: hardDeadline, which is %s, or less"
              .formatted(softDeadline, hardDeadline));
    }
  }

  /** Returns the cache's name, which begins every key in the store. */
  public String name() {
    return name;
  }

  /** Returns the version of the values' shape. */
  public int schemaVersion() {
    return schemaVersion;
  }

  /** Returns what is kept in this process, or null if nothing is. */
  public @Nullable Near<K, V> near() {
    return near;
  }

  /** Returns the tier that all nodes share, or null if there is none. */
  public @Nullable CacheStore store() {
    return store;
  }

  /** Returns what makes bytes of values, or null without a store. */
  public @Nullable Codec<V> codec() {
    return codec;
  }

  /** Returns what makes text of keys. */
  public Function<? super K, String> keys() {
    return keys;
  }

  /** Returns what reads missing values, or null if each call brings its own. */
  public @Nullable CacheLoader<K, V> loader() {
    return loader;
  }

  /** Returns what writes values that are put, or null if puts are for the cache alone. */
  public @Nullable CacheWriter<K, V> writer() {
    return writer;
  }

  /** Returns what tells the tags of a value, or null if there are none. */
  public @Nullable BiFunction<? super K, ? super V, ? extends Collection<String>> tags() {
    return tags;
  }

  /** Returns what tells of open transactions. */
  public TransactionHook transactions() {
    return transactions;
  }

  /** Tells whether a change fences its keys before its transaction commits. */
  public boolean strict() {
    return strict;
  }

  /** Returns how long a value is fresh. */
  public Duration ttl() {
    return ttl;
  }

  /** Returns by how much a time to live is changed at random at most. */
  public int jitterPercent() {
    return jitterPercent;
  }

  /** Returns how long it is remembered that there is no value. */
  public Duration negativeTtl() {
    return negativeTtl;
  }

  /** Returns how long beyond its time to live a value is served where the loader fails. */
  public Duration staleFor() {
    return staleFor;
  }

  /** Returns after which time a loader that failed is asked again while there is a stale value. */
  public Duration staleRetry() {
    return staleRetry;
  }

  /** Returns how long a read waits for a load where there is a stale value. */
  public Duration softDeadline() {
    return softDeadline;
  }

  /** Returns how long a read waits for a load, and a load may take. */
  public Duration hardDeadline() {
    return hardDeadline;
  }

  /** Returns how far the near tier may be behind the store at most. */
  public Duration bound() {
    return bound;
  }

  /** Returns how often announcements are proven to arrive. */
  public Duration heartbeat() {
    return heartbeat;
  }

  /** Returns how far a replica may lag from which the loader reads. */
  public Duration maxLag() {
    return maxLag;
  }

  /** Returns how early values are refreshed by the reads that hit them; 0 is never. */
  public double refreshAhead() {
    return refreshAhead;
  }

  /** Returns how many loads run at a time. */
  public int loadConcurrency() {
    return loadConcurrency;
  }

  /** Returns the largest stored value. */
  public int maxValueBytes() {
    return maxValueBytes;
  }

  /** Returns which part of the invalidations is checked; 0 is none. */
  public double staleChecks() {
    return staleChecks;
  }

  /** Returns who sees what the cache does. */
  public CacheListener listener() {
    return listener;
  }

  /** Returns the monotonic time. */
  public TimeSource time() {
    return time;
  }

  /**
   * Returns how long a change is remembered, so that no load misses it: 5 s beyond any load's lease
   * and any lag.
   */
  public Duration tombstone() {
    Duration longest = maxLag.compareTo(LONGEST_LEASE) > 0 ? maxLag : LONGEST_LEASE;
    return longest.plusSeconds(5);
  }

  /** Returns the key's id in the store: its text, or a hash of a text that is long. */
  public String id(K key) {
    return KeyText.id(keys.apply(key));
  }

  CacheThreads threads() {
    return threads;
  }

  @Override
  public String toString() {
    return ("TieredCacheConfig[name=%s, schemaVersion=%d, near=%s, store=%s, ttl=%s,"
            + " jitterPercent=%d, negativeTtl=%s, staleFor=%s, staleRetry=%s, softDeadline=%s,"
            + " hardDeadline=%s, bound=%s, heartbeat=%s, maxLag=%s, refreshAhead=%s,"
            + " loadConcurrency=%d, maxValueBytes=%d, staleChecks=%s, strict=%s]")
        .formatted(
            name,
            schemaVersion,
            near,
            store,
            ttl,
            jitterPercent,
            negativeTtl,
            staleFor,
            staleRetry,
            softDeadline,
            hardDeadline,
            bound,
            heartbeat,
            maxLag,
            refreshAhead,
            loadConcurrency,
            maxValueBytes,
            staleChecks,
            strict);
  }
}
