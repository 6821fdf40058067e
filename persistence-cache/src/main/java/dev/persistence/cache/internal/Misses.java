package dev.persistence.cache.internal;

import dev.persistence.cache.CacheLoader;
import dev.persistence.cache.MissReason;
import dev.persistence.cache.store.LeaseAnswer;
import dev.persistence.cache.store.LeaseRequest;
import dev.persistence.cache.store.StoreUnavailableException;
import dev.persistence.cache.store.StoredValue;
import dev.persistence.cache.store.Tombstone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds values for keys that no tier has, with one load for each over all nodes.
 *
 * <p>Keys whose lease is granted are loaded; those that another thread of this node loads get its
 * result; for those that another node loads this waits, woken by the announcement of the value, and
 * takes over once the lease is over. Where nothing may be stored, because a change is under way or
 * the store is gone, the value is loaded for its readers alone. Flights land on the thread that has
 * loaded. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Misses<K, V> {

  /** What a load must see whose key is being changed, or was by a node that is gone. */
  private static final List<String> UNKNOWN_CHANGE = List.of(Tombstone.UNKNOWN);

  private static final long SHORTEST_POLL = Duration.ofMillis(25).toNanos();
  private static final long LONGEST_POLL = Duration.ofMillis(200).toNanos();

  private final Tiers<K, V> tiers;
  private final Loads<K, V> loads;
  private final Wakeups wakeups;
  private final Backoffs<K> backoffs;
  private final String node = UUID.randomUUID().toString();
  private final AtomicLong tokens = new AtomicLong();

  Misses(Tiers<K, V> tiers, Loads<K, V> loads, Wakeups wakeups, Backoffs<K> backoffs) {
    this.tiers = tiers;
    this.loads = loads;
    this.wakeups = wakeups;
    this.backoffs = backoffs;
  }

  /**
   * Has all flights land or fail, sooner or later. Blocks while another node loads a key, for half
   * the hard deadline at most: if it has not come by then its node may be gone, and the readers get
   * a load of their own.
   */
  void resolve(Collection<Pending<K, V>> pending, CacheLoader<K, V> loader)
      throws InterruptedException {
    Collection<Pending<K, V>> open = pending;
    long poll = SHORTEST_POLL;
    long patience = tiers.clock().now() + tiers.config().hardDeadline().toNanos() / 2;
    while (!open.isEmpty()) {
      Round<K, V> round = ask(open);
      loadStorable(round, loader);
      loadUnstorable(round.unstorable, loader, ownPositions(round.unstorable));
      loadUnstorable(round.fenced, loader, UNKNOWN_CHANGE);
      open = round.again;
      if (!round.waiting.isEmpty()) {
        wakeups.await(round.waiting.stream().map(one -> one.id).toList(), poll);
        poll = Math.min(LONGEST_POLL, poll * 2);
        Collection<Pending<K, V>> rest = lookAgain(round.waiting);
        if (tiers.clock().now() - patience < 0) {
          open.addAll(rest);
        } else {
          loadUnstorable(rest, loader, UNKNOWN_CHANGE);
        }
      }
    }
  }

  /** Sorts keys by who has to load them. */
  private Round<K, V> ask(Collection<Pending<K, V>> open) {
    Round<K, V> round = new Round<>(node + tokens.incrementAndGet());
    List<LeaseRequest> requests = new ArrayList<>();
    Map<String, Pending<K, V>> asked = new LinkedHashMap<>();
    StoreTier<K, V> tier = tiers.store();
    Duration lease = loads.times().lease();
    for (Pending<K, V> one : open) {
      if (tiers.changes().isOpen(one.id)) {
        one.reason = MissReason.INVALIDATED;
        round.unstorable.add(one);
      } else if (tier == null) {
        round.positions.addAll(tiers.changes().positions(one.id));
        round.storable.add(one);
      } else {
        asked.put(one.id, one);
        requests.add(new LeaseRequest(one.id, round.token, lease, one.seenStamp));
      }
    }
    if (tier != null && !requests.isEmpty()) {
      sort(tier, requests, asked, round);
    }
    return round;
  }

  private void sort(
      StoreTier<K, V> tier,
      List<LeaseRequest> requests,
      Map<String, Pending<K, V>> asked,
      Round<K, V> round) {
    Map<String, LeaseAnswer> answers;
    try {
      answers = tier.space().lease(requests);
    } catch (StoreUnavailableException down) {
      tiers.reports().storeFailed(down);
      asked.values().forEach(one -> one.reason = MissReason.STORE_DOWN);
      round.unstorable.addAll(asked.values());
      return;
    }
    asked.forEach((id, one) -> sort(one, answers.get(id), round));
    round.found.forEach((one, value) -> look(tier, one, value, round));
  }

  private void look(StoreTier<K, V> tier, Pending<K, V> one, StoredValue value, Round<K, V> round) {
    try {
      if (!landed(one, tier.interpret(value))) {
        round.again.add(one);
      }
    } catch (StoreUnavailableException down) {
      tiers.reports().storeFailed(down);
      one.reason = MissReason.STORE_DOWN;
      round.unstorable.add(one);
    }
  }

  private void sort(Pending<K, V> one, @Nullable LeaseAnswer answer, Round<K, V> round) {
    if (answer instanceof LeaseAnswer.Granted granted) {
      if (!granted.positions().isEmpty() && one.reason == MissReason.COLD) {
        one.reason = MissReason.INVALIDATED;
      }
      round.positions.addAll(granted.positions());
      round.positions.addAll(tiers.changes().positions(one.id));
      round.storable.add(one);
    } else if (answer instanceof LeaseAnswer.Held held) {
      CompletableFuture<Map<K, Entry<V>>> own = loads.holding(held.holder());
      if (own == null) {
        round.waiting.add(one);
      } else {
        connect(List.of(one), own, false);
      }
    } else if (answer instanceof LeaseAnswer.Fenced) {
      one.reason = MissReason.INVALIDATED;
      round.fenced.add(one);
    } else if (answer instanceof LeaseAnswer.Found found) {
      round.found.put(one, found.value());
    }
  }

  private void loadStorable(Round<K, V> round, CacheLoader<K, V> loader) {
    boolean leased = tiers.store() != null;
    String token = leased ? round.token : null;
    load(round.storable, new Order<>(ids(round.storable), loader, token, round.positions), !leased);
  }

  private void loadUnstorable(
      Collection<Pending<K, V>> wanted, CacheLoader<K, V> loader, Collection<String> positions) {
    load(wanted, new Order<>(ids(wanted), loader, null, positions), false);
  }

  private void load(Collection<Pending<K, V>> wanted, Order<K, V> order, boolean fillsNear) {
    if (!wanted.isEmpty()) {
      connect(wanted, loads.start(order), fillsNear);
    }
  }

  private Map<K, String> ids(Collection<Pending<K, V>> wanted) {
    Map<K, String> ids = new LinkedHashMap<>();
    wanted.forEach(one -> ids.put(one.key, one.id));
    return ids;
  }

  /** A node sees its own changes even while nobody remembers those of others. */
  private List<String> ownPositions(Collection<Pending<K, V>> wanted) {
    return wanted.stream().flatMap(one -> tiers.changes().positions(one.id).stream()).toList();
  }

  /** Has flights land with a load. */
  private void connect(
      Collection<Pending<K, V>> wanted,
      CompletableFuture<Map<K, Entry<V>>> load,
      boolean fillsNear) {
    var unused =
        load.whenComplete(
            (entries, failure) -> {
              for (Pending<K, V> one : wanted) {
                Entry<V> entry = entries == null ? null : entries.get(one.key);
                if (entry == null) {
                  fail(one, failure);
                } else {
                  if (fillsNear) {
                    tiers.near().fill(one.key, entry, one.flight.token);
                  }
                  tiers.flights().land(one, new Landed<>(entry, one.reason));
                }
              }
            });
  }

  /** A stale value is better than none, and the loader is left alone for a while. */
  private void fail(Pending<K, V> one, Throwable failure) {
    Entry<V> stale = one.flight.stale;
    if (stale != null && stale.isUsable(tiers.clock().now())) {
      backoffs.begin(one.key);
      tiers.flights().land(one, new Landed<>(stale, one.reason));
    } else {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      tiers.flights().fail(one, cause == null ? failure : cause);
    }
  }

  /** Lands what has a fresh value meanwhile and returns the rest. */
  private Collection<Pending<K, V>> lookAgain(Collection<Pending<K, V>> open) {
    StoreTier<K, V> tier = tiers.store();
    if (tier == null) {
      return open;
    }
    Map<String, Read<V>> reads = new HashMap<>();
    try {
      reads.putAll(tier.readAll(open.stream().map(one -> one.id).toList()));
    } catch (StoreUnavailableException down) {
      tiers.reports().storeFailed(down);
    }
    return open.stream()
        .filter(one -> !landed(one, reads.getOrDefault(one.id, Read.nothing())))
        .toList();
  }

  /** Lands the flight if what was read is fresh, or else takes note of it. */
  private boolean landed(Pending<K, V> one, Read<V> read) {
    Entry<V> entry = read.entry();
    if (entry != null && entry.isFresh(tiers.clock().now()) && !tiers.changes().isOpen(one.id)) {
      tiers.flights().land(one, new Landed<>(entry, one.reason));
      return true;
    }
    one.saw(read);
    return false;
  }
}
