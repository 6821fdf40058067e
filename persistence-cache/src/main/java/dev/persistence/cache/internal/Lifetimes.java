package dev.persistence.cache.internal;

import dev.persistence.cache.LoadContext;
import dev.persistence.cache.TieredCacheConfig;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How long values live: what the loader said or else the cache's time, spread so that values of one
 * moment do not expire in one moment. Immutable.
 *
 * @param ttl of values
 * @param jitterPercent by how much a time is made shorter or longer at most
 * @param negativeTtl of the knowledge that there is no value
 * @param staleFor how much longer a value may be served where no fresh one can be had
 */
record Lifetimes(Duration ttl, int jitterPercent, Duration negativeTtl, Duration staleFor) {

  static Lifetimes of(TieredCacheConfig<?, ?> config) {
    return new Lifetimes(
        config.ttl(), config.jitterPercent(), config.negativeTtl(), config.staleFor());
  }

  /** Returns a value that was loaded in this time with how long it lives. */
  <V> Loaded<V> of(@Nullable V value, LoadContext context, long loadNanos) {
    Duration own = context.ttl();
    boolean negative = value == null;
    long millis = (own != null ? own : negative ? negativeTtl : ttl).toMillis();
    long spread = millis * jitterPercent / 100;
    long soft = millis;
    if (spread > 0) {
      soft += ThreadLocalRandom.current().nextLong(-spread, spread + 1);
    }
    long hard = soft + (negative ? 0 : staleFor.toMillis());
    Frame.Times life = new Frame.Times(Math.max(1, soft), Math.max(1, hard), loadNanos / 1000);
    return new Loaded<>(value, context.version(), life);
  }

  /** Returns a value that is written. */
  <V> Loaded<V> of(@Nullable V value, long version) {
    Loaded<V> written = of(value, new LoadContext(), 0);
    return new Loaded<>(value, version, written.life());
  }
}
