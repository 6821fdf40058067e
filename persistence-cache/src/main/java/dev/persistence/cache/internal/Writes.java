package dev.persistence.cache.internal;

import dev.persistence.cache.TieredCacheConfig;
import dev.persistence.cache.store.Fill;
import dev.persistence.cache.store.StoreUnavailableException;
import dev.persistence.cache.store.Tombstone;
import dev.persistence.core.transaction.CommitOutcomeUnknownException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values: to where they really are first, then into the tiers.
 *
 * <p>A write sets a fence, has the value written, and stores it only if nobody else touched the key
 * meanwhile; else the key is left without a value. So of two writes at once neither can leave the
 * value of the one that came first. Inside a transaction the key is left without a value after the
 * commit. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Writes<K, V> {

  /** What is done to where the values really are. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private final TieredCacheConfig<K, V> config;
  private final Tiers<K, V> tiers;
  private final TransactionKeys<K> transactions;
  private final @Nullable Fences fences;
  private final Arrivals<V> arrivals;
  private final Lifetimes lifetimes;

  Writes(
      Tiers<K, V> tiers,
      TransactionKeys<K> transactions,
      @Nullable Fences fences,
      Arrivals<V> arrivals) {
    this.config = tiers.config();
    this.tiers = tiers;
    this.transactions = transactions;
    this.fences = fences;
    this.arrivals = arrivals;
    this.lifetimes = Lifetimes.of(config);
  }

  /**
   * Writes a change and makes it known.
   *
   * @param value what the key has then; null if it is deleted
   */
  void write(K key, @Nullable V value, Step step) {
    tiers.reports().counters().puts.increment();
    String id = tiers.id(key);
    Loaded<V> loaded = lifetimes.of(value, Fill.NO_VERSION);
    if (transactions.isTransactionOpen()) {
      run(step);
      transactions.changed(Map.of(key, id));
    } else if (fences == null) {
      writeNear(key, id, loaded, step);
    } else {
      writeFenced(key, id, loaded, step);
    }
  }

  private void writeNear(K key, String id, Loaded<V> loaded, Step step) {
    NearTier<K, V> near = tiers.near();
    NearToken before = near.overtake(id);
    try {
      run(step);
    } catch (RuntimeException | Error failure) { // Whatever it is, the write may have happened.
      failed(id, null, failure);
      throw failure;
    }
    tiers.changes().note(List.of(id));
    NearToken after = near.overtakeAgain(before);
    if (after == null || loaded.value() == null) {
      near.invalidate(id);
    } else {
      tiers.fillNear(key, tiers.entry(loaded), after);
    }
  }

  private void writeFenced(K key, String id, Loaded<V> loaded, Step step) {
    Fill fill = prepare(key, id, loaded);
    try {
      run(step);
    } catch (RuntimeException | Error failure) { // Whatever it is, the write may have happened.
      failed(id, fill, failure);
      throw failure;
    }
    List<String> ids = List.of(id);
    if (fill == null) {
      tiers.changes().committed(ids);
    } else if (fill.frame().length == 0) {
      tiers.changes().committedBehindFence(ids, fill.token());
    } else {
      store(fill);
    }
  }

  /** Sets the fence, and returns the value's stored form; null if the store does not answer. */
  private @Nullable Fill prepare(K key, String id, Loaded<V> loaded) {
    StoreTier<K, V> tier = tiers.store();
    if (tier == null || fences == null) {
      return null;
    }
    Duration keep = Duration.ofMillis(loaded.life().hardMillis());
    try {
      byte[] frame = loaded.value() == null ? new byte[0] : tier.frame(key, loaded);
      return new Fill(id, fences.set(List.of(id)), frame, keep, Fill.NO_VERSION);
    } catch (StoreUnavailableException down) {
      tiers.reports().storeFailed(down);
      if (config.strict()) {
        throw down;
      }
      return null;
    }
  }

  private void store(Fill fill) {
    List<String> ids = List.of(fill.id());
    try {
      tiers.requireStore().space().unfenceAndFill(fill, tiers.changes().note(ids));
    } catch (StoreUnavailableException down) {
      tiers.reports().storeFailed(down);
      tiers.changes().owe(ids);
    }
    tiers.near().invalidate(fill.id());
  }

  /** A step that failed may have had its effect, or may have it later. */
  private void failed(String id, @Nullable Fill fill, Throwable failure) {
    List<String> ids = List.of(id);
    if (failure instanceof CommitOutcomeUnknownException) {
      tiers.changes().maybeCommitted(ids);
    } else if (fill == null) {
      tiers.changes().committed(ids);
    } else {
      tiers.changes().committedBehindFence(ids, fill.token());
    }
  }

  /**
   * Stores a value of a known version if it is newer than what is known; returns whether it was
   * stored.
   */
  boolean putIfNewer(K key, V value, long version) {
    tiers.reports().counters().puts.increment();
    String id = tiers.id(key);
    if (transactions.isTransactionOpen()) {
      transactions.changed(Map.of(key, id));
      return false;
    }
    Loaded<V> loaded = lifetimes.of(value, version);
    StoreTier<K, V> tier = tiers.store();
    if (tier != null) {
      return putIfNewer(tier, key, id, loaded);
    }
    if (tiers.changes().positions(id).isEmpty()) {
      return tiers.near().putIfNewer(key, tiers.entry(loaded), id);
    }
    tiers.changes().committed(List.of(id)); // Nobody knows which version that was.
    return false;
  }

  private boolean putIfNewer(StoreTier<K, V> tier, K key, String id, Loaded<V> loaded) {
    List<String> ids = List.of(id);
    Tombstone tombstone = tiers.changes().note(ids);
    try {
      byte[] frame = tier.frame(key, loaded);
      if (tier.wasRenewedWithin(config.tombstone())) { // Any key may have a newer version then.
        tier.space().invalidate(ids, tombstone);
        return false;
      }
      Duration keep = Duration.ofMillis(loaded.life().hardMillis());
      return tier.space().putIfNewer(new Fill(id, "", frame, keep, loaded.version()), tombstone);
    } catch (StoreUnavailableException down) {
      tiers.reports().storeFailed(down);
      tiers.changes().owe(ids);
      return false;
    } finally {
      tiers.near().invalidate(id);
    }
  }

  private void run(Step step) {
    try {
      step.run();
    } catch (Exception failure) { // Whatever a writer fails with; unchecked ones stay as they are.
      throw arrivals.unchecked(failure);
    }
  }
}
