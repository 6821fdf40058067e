package dev.persistence.cache.internal;

import dev.persistence.cache.TieredCacheConfig;
import dev.persistence.cache.store.Fill;
import dev.persistence.cache.store.StoreUnavailableException;
import dev.persistence.cache.store.Tombstone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores what was loaded under a lease, and under the generations that were known before the load.
 * Never fails: the readers have their values. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Filling<K, V> {

  /**
   * What was known before a load began.
   *
   * @param before the generations; null if nothing may be stored
   * @param positions of all changes that the load must see
   */
  record Ticket(@Nullable Map<String, Long> before, Collection<String> positions) {}

  private final TieredCacheConfig<K, V> config;
  private final @Nullable StoreTier<K, V> tier;
  private final Reports reports;

  Filling(TieredCacheConfig<K, V> config, @Nullable StoreTier<K, V> tier, Reports reports) {
    this.config = config;
    this.tier = tier;
    this.reports = reports;
  }

  /** Notes what must not change during the load. */
  Ticket prepare(Order<K, V> order) {
    if (tier == null || order.token() == null) {
      return new Ticket(null, order.positions());
    }
    try {
      Map<String, Long> before = tier.generationsBeforeLoad();
      if (!tier.wasRenewedWithin(config.tombstone())) {
        return new Ticket(before, order.positions());
      }
      Set<String> positions = new HashSet<>(order.positions());
      positions.add(Tombstone.UNKNOWN);
      return new Ticket(before, positions);
    } catch (StoreUnavailableException down) {
      reports.storeFailed(down);
      return new Ticket(null, List.of(Tombstone.UNKNOWN));
    }
  }

  /** Stores what may be stored, and gives the leases of the rest back. */
  void fill(Order<K, V> order, Ticket ticket, Map<K, Loaded<V>> loaded) {
    Map<String, Long> before = ticket.before();
    String token = order.token();
    if (tier == null || token == null || before == null) {
      giveBack(order);
      return;
    }
    try {
      Map<K, byte[]> frames = tier.frames(loaded, before);
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
              fills.add(new Fill(id, token, frame, keep, one.version()));
            }
          });
      if (!fills.isEmpty()) {
        tier.space().fill(fills);
      }
      if (!unfit.isEmpty()) {
        tier.space().release(unfit, token);
      }
    } catch (StoreUnavailableException down) {
      reports.storeFailed(down);
    }
  }

  /** Gives leases back that are not used. */
  void giveBack(Order<K, V> order) {
    if (tier != null && order.token() != null) {
      try {
        tier.space().release(order.ids().values(), order.token());
      } catch (StoreUnavailableException down) { // Then they end by themselves.
        reports.storeFailed(down);
      }
    }
  }
}
