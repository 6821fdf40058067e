package dev.persistence.cache.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.persistence.cache.Near;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The values kept in this process.
 *
 * <p><b>Design.</b> An entry answers only while all that it was stored under still holds: the count
 * of invalidations of its stripe ({@link Stamps}), the epoch of the tier, the epoch of tags if it
 * has any, and the channel of announcements (up to {@code validUntilNanos}). All of them are taken
 * ({@link #token}) before the read begins that the entry comes from, so a value that an
 * invalidation overtook is dead when it is stored, and nobody waits for anybody. Emptying the tier
 * is one increment. Caffeine bounds the size, on threads of the common pool, since its upkeep costs
 * several times what a hit does; its expiry is not used, since reading the exact clock costs more
 * than the rest of a hit.
 *
 * <p>Thread-safe; a hit takes no lock and makes no object.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class NearTier<K, V> {

  private final Cache<K, NearEntry<V>> entries;
  private final CoarseClock clock;
  private final double beta;
  private final long maxAgeNanos;
  private final boolean keeps;
  private final Stamps stamps;
  private final AtomicInteger epoch = new AtomicInteger();
  private final AtomicInteger tagEpoch = new AtomicInteger();
  private volatile long validUntilNanos;

  /**
   * @param near how much it holds; null for a cache whose values are in the store alone
   */
  NearTier(@Nullable Near<K, V> near, double beta, CoarseClock clock, Consumer<K> evicted) {
    Near<K, V> options = near == null ? Near.maximumSize(1) : near;
    this.keeps = near != null;
    this.beta = beta;
    this.clock = clock;
    this.maxAgeNanos = options.maxAge().toNanos();
    this.stamps = new Stamps(options.isWeighted() ? 1 << 16 : options.maximum());
    this.validUntilNanos = clock.now();
    Caffeine<K, NearEntry<V>> builder =
        Caffeine.newBuilder().evictionListener((key, entry, cause) -> evicted.accept(key));
    if (options.isWeighted()) {
      builder
          .maximumWeight(options.maximum())
          .weigher((key, entry) -> entry.value == null ? 1 : options.weightOf(key, entry.value));
    } else {
      builder.maximumSize(options.maximum());
    }
    this.entries = builder.build();
  }

  /** Returns the key's entry if it may answer now. */
  @Nullable NearEntry<V> get(K key, long now) {
    NearEntry<V> found = entries.getIfPresent(key);
    return found != null && isTrusted(found, now) && now - found.untilNanos < 0 ? found : null;
  }

  private boolean isTrusted(NearEntry<V> entry, long now) {
    return now - validUntilNanos < 0 && isCurrent(entry);
  }

  /** As long as nothing at all has changed there is one count to compare, which all hits share. */
  private boolean isCurrent(NearEntry<V> entry) {
    long changes = stamps.changes(); // First: what comes after it is seen by the next hit.
    if (entry.isTrustedUpTo(changes)) {
      return true;
    }
    NearToken token = entry.token;
    boolean current =
        token.epoch() == epoch.get()
            && token.stamp() == stamps.current(token.stripe())
            && (!entry.entry.origin().tagged() || token.tagEpoch() == tagEpoch.get());
    if (current) {
      entry.trustUpTo(changes);
    }
    return current;
  }

  /** Tells whether a hit shall start a refresh, by a throw of the dice (Vattani et al., 2015). */
  boolean isRefreshDue(NearEntry<V> hit, long now) {
    if (now - hit.attentionNanos < 0) {
      return false;
    }
    return hit.entry.isRefreshDue(beta, ThreadLocalRandom.current().nextDouble(), now);
  }

  /**
   * Returns an entry that is not good enough to answer a read but was overtaken by nothing, or
   * null.
   */
  @Nullable Entry<V> usable(K key, long now) {
    NearEntry<V> found = entries.policy().getIfPresentQuietly(key);
    return found != null && isTrusted(found, now) && found.entry.isUsable(now) ? found.entry : null;
  }

  /** Tells whether the key's entry is not trusted because announcements were or may be missed. */
  boolean isCutOff(K key, long now) {
    NearEntry<V> found = entries.policy().getIfPresentQuietly(key);
    return found != null && (found.token.epoch() != epoch.get() || now - validUntilNanos >= 0);
  }

  /** Tells whether what was read after the token was taken is still sure to be the newest. */
  boolean isTrusted(NearToken token, long now) {
    return token.epoch() == epoch.get()
        && token.stamp() == stamps.current(token.stripe())
        && now - validUntilNanos < 0;
  }

  NearToken token(String id) {
    int stripe = stamps.stripe(id);
    return new NearToken(stripe, stamps.current(stripe), epoch.get(), tagEpoch.get());
  }

  /** Tells whether nothing overtook what was read since the token was taken. */
  boolean holds(NearToken token) {
    return token.epoch() == epoch.get()
        && token.stamp() == stamps.current(token.stripe())
        && token.tagEpoch() == tagEpoch.get();
  }

  /** Tells whether neither the tier was emptied nor a tag invalidated since the token was taken. */
  boolean isSameEpoch(NearToken token) {
    return token.epoch() == epoch.get() && token.tagEpoch() == tagEpoch.get();
  }

  /** Stores what was read after the token was taken; if something overtook it, it never answers. */
  void fill(K key, Entry<V> entry, NearToken token) {
    if (keeps && holds(token)) {
      entries.put(key, nearEntry(entry, token));
    }
  }

  private NearEntry<V> nearEntry(Entry<V> entry, NearToken token) {
    long oldest = clock.now() + maxAgeNanos;
    long until = entry.softNanos() - oldest < 0 ? entry.softNanos() : oldest;
    return new NearEntry<>(entry, token, until, entry.refreshFromNanos(beta));
  }

  /**
   * Stores a value unless the one that is there is as new, and overtakes what is being read. For
   * caches without a store.
   */
  boolean putIfNewer(K key, Entry<V> entry, String id) {
    AtomicBoolean stored = new AtomicBoolean();
    entries
        .asMap()
        .compute(
            key,
            (same, known) -> {
              if (known != null
                  && isTrusted(known, clock.now())
                  && known.entry.origin().version() >= entry.origin().version()) {
                return known;
              }
              stored.set(true);
              stamps.invalidate(id);
              return nearEntry(entry, token(id));
            });
    return stored.get();
  }

  /** Makes the key's entry too old to answer but good to be served where the loader fails. */
  void expire(K key, String id) {
    entries
        .asMap()
        .computeIfPresent(
            key,
            (same, known) -> {
              boolean trusted = isTrusted(known, clock.now());
              stamps.invalidate(id);
              return trusted ? nearEntry(known.entry.expiredAt(clock.now()), token(id)) : null;
            });
  }

  /** Overtakes all that is being read for the id, and returns what it takes to be overtaken. */
  NearToken overtake(String id) {
    stamps.invalidate(id);
    return token(id);
  }

  /** Overtakes once more, or returns null if somebody else did since the token was taken. */
  @Nullable NearToken overtakeAgain(NearToken token) {
    return holds(token) && stamps.advance(token.stripe(), token.stamp())
        ? new NearToken(token.stripe(), token.stamp() + 1, token.epoch(), token.tagEpoch())
        : null;
  }

  void invalidate(String id) {
    stamps.invalidate(id);
  }

  void flush() {
    epoch.incrementAndGet();
    stamps.changed();
  }

  void tagsChanged() {
    tagEpoch.incrementAndGet();
    stamps.changed();
  }

  /** Lets the tier answer up to that instant. */
  void validUntil(long nanos) {
    validUntilNanos = nanos;
  }

  /** Returns how long it may answer without another proof; negative if it may not. */
  Duration validity() {
    return Duration.ofNanos(validUntilNanos - clock.now());
  }

  long size() {
    return entries.estimatedSize();
  }
}
