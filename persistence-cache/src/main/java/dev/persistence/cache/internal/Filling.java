package dev.persistence.cache.internal;

import dev.persistence.cache.TieredCacheConfig;
import dev.persistence.cache.store.Fill;
import dev.persistence.cache.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stores what was loaded under a lease, and under the generations that were known before the load.
 * Never fails: the readers have their values. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Filling<K, V> {

  private final TieredCacheConfig<K, V> config;
  private final @Nullable StoreTier<K, V> tier;
  private final Reports reports;

  Filling(TieredCacheConfig<K, V> config, @Nullable StoreTier<K, V> tier, Reports reports) {
    this.config = config;
    this.tier = tier;
    this.reports = reports;
  }

  /** Stores what may be stored, and gives the leases of the rest back. */
  void fill(Order<K, V> order, Map<K, Loaded<V>> loaded) {
    Claim claim = order.claim();
    if (tier == null || claim == null) {
      return;
    }
    try {
      Map<K, byte[]> frames = tier.frames(loaded, claim.generations());
      List<Fill> fills = new ArrayList<>();
      List<String> unfit = new ArrayList<>();
      loaded.forEach(
          (key, one) -> {
            byte[] frame = frames.get(key);
            String id = config.id(key);
            if (frame == null) {
              unfit.add(id);
            } else {
              Duration keep = Duration.ofMillis(one.life().hardMillis());
              fills.add(new Fill(id, claim.token(), frame, keep, one.version()));
            }
          });
      if (!fills.isEmpty()) {
        tier.space().fill(fills);
      }
      if (!unfit.isEmpty()) {
        tier.space().release(unfit, claim.token());
      }
    } catch (StoreUnavailableException down) {
      reports.storeFailed(down);
    }
  }

  /** Gives leases back that are not used. */
  void giveBack(Order<K, V> order) {
    if (tier != null && order.claim() != null) {
      try {
        tier.space().release(order.ids().values(), order.claim().token());
      } catch (StoreUnavailableException down) { // Then they end by themselves.
        reports.storeFailed(down);
      }
    }
  }
}
