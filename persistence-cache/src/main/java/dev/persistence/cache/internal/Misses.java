package dev.persistence.cache.internal;

import dev.persistence.cache.CacheLoader;
import dev.persistence.cache.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

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

  private static final long SHORTEST_POLL = Duration.ofMillis(25).toNanos();
  private static final long LONGEST_POLL = Duration.ofMillis(200).toNanos();

  private final Tiers<K, V> tiers;
  private final Loads<K, V> loads;
  private final Rounds<K, V> rounds;
  private final Wakeups wakeups;
  private final Backoffs<K> backoffs;

  Misses(Tiers<K, V> tiers, Loads<K, V> loads, Wakeups wakeups, Backoffs<K> backoffs) {
    this.tiers = tiers;
    this.loads = loads;
    this.rounds = new Rounds<>(tiers, loads);
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
      Round<K, V> round = rounds.ask(open);
      loadStorable(round, loader);
      loadUnstorable(round.unstorable, loader, ownPositions(round.unstorable));
      loadUnstorable(round.changing, loader, Order.ANY_CHANGE);
      round.joined.forEach((one, load) -> connect(List.of(one), load, false));
      open = round.again;
      open.addAll(notLanded(round.found));
      if (!round.waiting.isEmpty()) {
        wakeups.await(round.waiting.stream().map(one -> one.id).toList(), poll);
        poll = Math.min(LONGEST_POLL, poll * 2);
        Collection<Pending<K, V>> rest = notLanded(lookAgain(round.waiting));
        if (tiers.clock().now() - patience < 0) {
          open.addAll(rest);
        } else {
          loadUnstorable(rest, loader, Order.ANY_CHANGE);
        }
      }
    }
  }

  private void loadStorable(Round<K, V> round, CacheLoader<K, V> loader) {
    Order<K, V> order = new Order<>(ids(round.storable), loader, round.claim, round.positions);
    load(round.storable, order, round.claim == null);
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
                    tiers.fillNear(one.key, entry, one.flight.token);
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

  private Map<Pending<K, V>, Read<V>> lookAgain(Collection<Pending<K, V>> open) {
    StoreTier<K, V> tier = tiers.requireStore();
    Map<String, Read<V>> reads = new HashMap<>();
    try {
      reads.putAll(tier.readAll(open.stream().map(one -> one.id).toList()));
    } catch (StoreUnavailableException down) {
      tiers.reports().storeFailed(down);
    }
    Map<Pending<K, V>, Read<V>> seen = new LinkedHashMap<>();
    open.forEach(one -> seen.put(one, reads.getOrDefault(one.id, Read.nothing())));
    return seen;
  }

  /** Lands those flights for which a fresh value was read, and returns the rest. */
  private Collection<Pending<K, V>> notLanded(Map<Pending<K, V>, Read<V>> reads) {
    List<Pending<K, V>> rest = new ArrayList<>();
    reads.forEach(
        (one, read) -> {
          Entry<V> entry = read.entry();
          boolean fresh = entry != null && entry.isFresh(tiers.clock().now());
          if (entry != null && fresh && !tiers.changes().isOpen(one.id)) {
            tiers.flights().land(one, new Landed<>(entry, one.reason));
          } else {
            one.saw(read);
            rest.add(one);
          }
        });
    return rest;
  }
}
