package dev.persistence.cache;

import dev.persistence.cache.store.StoreUnavailableException;
import dev.persistence.core.consistency.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client of one node that does random things, and must see its own changes unless the store has
 * lost them and was not told again yet.
 */
final class CacheClient {

  private final CacheWorld world;
  private final TieredCache<Long, Long> cache;
  private final int node;
  private final Map<Long, Long> changedAt = new HashMap<>();

  CacheClient(CacheWorld world, int node) {
    this.world = world;
    this.cache = world.node(node);
    this.node = node;
  }

  void run(int steps) {
    try (Session session = Session.open()) {
      for (int i = 0; i < steps; i++) {
        stepInTime(world.anyKey());
      }
    } catch (ExecutionException | TimeoutException | InterruptedException failure) {
      throw new AssertionError("an asynchronous read failed", failure);
    }
  }

  private void stepInTime(long key)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      step(key);
    } catch (CacheTimeoutException late) {
      world.note(node + " was too late");
    } catch (ExecutionException failure) {
      if (!(failure.getCause() instanceof CacheTimeoutException)) {
        throw failure;
      }
      world.note(node + " was too late");
    }
  }

  private void step(long key) throws ExecutionException, TimeoutException, InterruptedException {
    switch (world.random().between(0, 13)) {
      case 0, 1, 2, 3 -> get(key);
      case 4 -> getAll();
      case 5 -> getAsync(key);
      case 6 -> refresh(key);
      case 7 -> change(key);
      case 8 -> transaction(key, true);
      case 9 -> transaction(key, false);
      case 10 -> put(key);
      case 11 -> {
        if (!world.isChangedByHand()) { // For that forgets the versions.
          putIfNewer(key);
        }
      }
      case 12 -> changeAll();
      default -> {
        if (world.isChangedByHand()) {
          changeByHand(key);
        }
      }
    }
  }

  private void get(long key) {
    world.count("get", key);
    saw(key, "get", cache.get(key));
  }

  private void getAll() {
    world.count("getAll", 0);
    cache.getAll(world.keys()).forEach((key, value) -> saw(key, "getAll", value));
  }

  private void getAsync(long key)
      throws ExecutionException, TimeoutException, InterruptedException {
    world.count("getAsync", key);
    var result = cache.getAsync(key);
    saw(key, "getAsync", world.interleaver().await(result, TimeUnit.SECONDS.toNanos(60)));
  }

  private void refresh(long key) {
    world.count("refresh", key);
    world.note(node + " refreshes " + key);
    if (world.random().chance(0.5)) {
      cache.expire(key);
    }
    cache.refresh(key);
  }

  private void change(long key) {
    world.count("invalidate", key);
    long at = commit(key);
    world.interleaver().pause();
    cache.invalidate(key);
    changed(key, at);
  }

  private void transaction(long key, boolean commits) {
    world.count(commits ? "commit" : "rollback", key);
    ModelTransaction transaction = ModelTransaction.begin();
    cache.get(key);
    if (world.random().chance(0.5)) {
      cache.invalidate(key);
      cache.get(key);
    }
    world.interleaver().pause();
    cache.invalidate(key);
    if (commits) {
      commit(transaction, key);
    } else {
      transaction.rollBack();
    }
  }

  private void commit(ModelTransaction transaction, long key) {
    long value = world.newValue();
    Runnable work = () -> world.database().commit(key, value);
    try {
      if (world.isDeadly() && world.random().chance(0.5)) {
        transaction.commitAndDie(work);
        world.count("death after commit", key);
        return;
      }
      transaction.commit(work);
      changed(key, world.database().positionOf(value));
    } catch (StoreUnavailableException noFence) {
      transaction.rollBack();
    }
  }

  private void put(long key) {
    world.count("put", key);
    long value = world.newValue();
    world.note(node + " puts " + key + "=" + value);
    try {
      cache.put(key, value);
      changed(key, world.database().positionOf(value));
    } catch (StoreUnavailableException noFence) {
      world.note(node + " could not put");
    }
  }

  private void putIfNewer(long key) {
    world.count("putIfNewer", key);
    long value = world.newValue();
    long version = world.database().commit(key, value);
    world.note(node + " commits " + key + "=" + value + " and puts it if newer");
    world.interleaver().pause();
    cache.putIfNewer(key, value, version);
    changed(key, version);
  }

  private void changeAll() {
    world.count("clear", 0);
    Map<Long, Long> at = new HashMap<>();
    world.keys().forEach(key -> at.put(key, commit(key)));
    cache.clear();
    at.forEach(this::changed);
  }

  private void changeByHand(long key) {
    world.count("remove by hand", key);
    commit(key);
    world.interleaver().pause();
    world.removeByHand(key);
  }

  private long commit(long key) {
    long value = world.newValue();
    world.note(node + " commits " + key + "=" + value);
    return world.database().commit(key, value);
  }

  private void changed(long key, long at) {
    world.note(node + " has told the change of " + key + " at " + at);
    changedAt.merge(key, at, Math::max);
  }

  private void saw(long key, String how, @Nullable Long value) {
    world.note(node + " " + how + " " + key + " -> " + value);
    long own = changedAt.getOrDefault(key, 0L);
    boolean old = value == null || world.database().positionOf(value) < own;
    if (old && !world.isWiped()) {
      throw new AssertionError(
          "node "
              + node
              + " saw "
              + value
              + " in row "
              + key
              + " after its own change at "
              + own
              + world.story());
    }
  }
}
