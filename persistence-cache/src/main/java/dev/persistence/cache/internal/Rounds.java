package dev.persistence.cache.internal;

import dev.persistence.cache.MissReason;
import dev.persistence.cache.store.LeaseAnswer;
import dev.persistence.cache.store.LeaseRequest;
import dev.persistence.cache.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks who has to load keys that no tier has. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Rounds<K, V> {

  private final Tiers<K, V> tiers;
  private final Loads<K, V> loads;
  private final String node = UUID.randomUUID().toString();
  private final AtomicLong claims = new AtomicLong();

  Rounds(Tiers<K, V> tiers, Loads<K, V> loads) {
    this.tiers = tiers;
    this.loads = loads;
  }

  /** Sorts keys by who has to load them. */
  Round<K, V> ask(Collection<Pending<K, V>> open) {
    Round<K, V> round = new Round<>();
    Map<String, Pending<K, V>> asked = new LinkedHashMap<>();
    for (Pending<K, V> one : open) {
      if (tiers.changes().isOpen(one.id)) {
        one.reason = MissReason.INVALIDATED;
        round.unstorable.add(one);
      } else if (tiers.store() == null) {
        round.positions.addAll(tiers.changes().positions(one.id));
        round.storable.add(one);
      } else if (one.reason == MissReason.STORE_DOWN) { // Another deadline would be over as well.
        round.unstorable.add(one);
      } else if (asked.putIfAbsent(one.id, one) != null) { // One id of two keys is a value of one.
        round.unstorable.add(one);
      }
    }
    StoreTier<K, V> tier = tiers.store();
    if (tier != null && !asked.isEmpty()) {
      ask(tier, asked, round);
    }
    return round;
  }

  private void ask(StoreTier<K, V> tier, Map<String, Pending<K, V>> asked, Round<K, V> round) {
    Map<String, LeaseAnswer> answers;
    try {
      round.claim = tier.claim(node + claims.incrementAndGet());
      round.positions.addAll(tier.positionsOfMany());
      answers = tier.space().lease(requests(asked.values(), round.claim.token()));
    } catch (StoreUnavailableException down) {
      unavailable(asked.values(), down, round);
      return;
    }
    asked.forEach(
        (id, one) -> {
          try {
            sort(tier, one, answers.get(id), round);
          } catch (StoreUnavailableException down) {
            unavailable(List.of(one), down, round);
          }
        });
  }

  private List<LeaseRequest> requests(Collection<Pending<K, V>> asked, String token) {
    Duration lease = loads.times().lease();
    return asked.stream()
        .map(one -> new LeaseRequest(one.id, token, lease, one.seenStamp))
        .toList();
  }

  private void sort(
      StoreTier<K, V> tier, Pending<K, V> one, @Nullable LeaseAnswer answer, Round<K, V> round) {
    if (answer instanceof LeaseAnswer.Granted granted) {
      if (!granted.positions().isEmpty() && one.reason == MissReason.COLD) {
        one.reason = MissReason.INVALIDATED;
      }
      round.positions.addAll(granted.positions());
      round.positions.addAll(tiers.changes().positions(one.id));
      round.storable.add(one);
    } else if (answer instanceof LeaseAnswer.Held held) {
      await(tier, one, held.holder(), round);
    } else if (answer instanceof LeaseAnswer.Fenced) {
      one.reason = MissReason.INVALIDATED;
      round.changing.add(one);
    } else if (answer instanceof LeaseAnswer.Found found) {
      round.found.put(one, tier.interpret(found.value()));
    } else {
      round.unstorable.add(one);
    }
  }

  /** Finds out for whose load to wait; one that can store nothing any more is not waited for. */
  private void await(StoreTier<K, V> tier, Pending<K, V> one, String holder, Round<K, V> round) {
    CompletableFuture<Map<K, Entry<V>>> own = loads.holding(holder, one.key);
    if (own != null) {
      round.joined.put(one, own);
    } else if (round.claim != null && round.claim.outlives(holder)) {
      tier.space().release(List.of(one.id), holder);
      round.again.add(one);
    } else {
      round.waiting.add(one);
    }
  }

  private void unavailable(
      Collection<Pending<K, V>> asked, StoreUnavailableException down, Round<K, V> round) {
    tiers.reports().storeFailed(down);
    asked.forEach(one -> one.reason = MissReason.STORE_DOWN);
    round.unstorable.addAll(asked);
  }
}
