package dev.persistence.cache.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A node's view of a {@link ReferenceStore}. */
final class ReferenceSpace implements StoreSpace {

  private final ReferenceStore store;
  private final ReferenceStore.Data data;
  private final SpaceOptions options;
  private final StoreListener listener;

  /* Guarded by the store's lock. */
  private final Deque<Consumer<StoreListener>> waiting = new ArrayDeque<>();
  private boolean connected;
  private boolean delivering;

  ReferenceSpace(
      ReferenceStore store, ReferenceStore.Data data, SpaceOptions options, StoreListener to) {
    this.store = store;
    this.data = data;
    this.options = options;
    this.listener = to;
  }

  void announce(Consumer<StoreListener> announcement) {
    if (connected) {
      waiting.add(announcement);
    }
  }

  void cut() {
    connected = false;
    waiting.clear();
  }

  void connect() {
    waiting.clear();
    connected = true;
    announce(StoreListener::lost);
    announce(StoreListener::restored);
    prove();
  }

  boolean prove() {
    long now = now();
    announce(listener -> listener.proven(now));
    return connected;
  }

  int pending() {
    store.lock.lock();
    try {
      return waiting.size();
    } finally {
      store.lock.unlock();
    }
  }

  /** Delivers one, unless another thread, or this one further up, is about to deliver it. */
  boolean deliver() {
    Consumer<StoreListener> next = next();
    if (next == null) {
      return false;
    }
    try {
      next.accept(listener);
    } finally {
      end();
    }
    return true;
  }

  private @Nullable Consumer<StoreListener> next() {
    store.lock.lock();
    try {
      Consumer<StoreListener> next = delivering ? null : waiting.poll();
      delivering |= next != null;
      return next;
    } finally {
      store.lock.unlock();
    }
  }

  private void end() {
    store.lock.lock();
    try {
      delivering = false;
    } finally {
      store.lock.unlock();
    }
  }

  @SuppressWarnings("StatementWithEmptyBody") // The condition is all there is to do.
  void deliverAll() {
    while (deliver()) {}
  }

  private <T> T call(Supplier<T> body) {
    store.lock.lock();
    try {
      store.requireAvailable();
      T result = body.get();
      store.requireReply();
      return result;
    } finally {
      store.lock.unlock();
      store.settle();
    }
  }

  private void run(Runnable body) {
    call(
        () -> {
          body.run();
          return true;
        });
  }

  private long now() {
    return store.time.nanos();
  }

  private int schema() {
    return options.schemaVersion();
  }

  private ReferenceEntry entry(String id) {
    return data.entries.computeIfAbsent(id, any -> new ReferenceEntry()).at(now());
  }

  private void changed(String id) {
    data.spaces.forEach(space -> space.announce(to -> to.changed(id)));
  }

  @Override
  public @Nullable StoredValue read(String id) {
    return readAll(Set.of(id)).get(id);
  }

  @Override
  public Map<String, StoredValue> readAll(Collection<String> ids) {
    return call(
        () -> {
          Map<String, StoredValue> values = new LinkedHashMap<>();
          for (String id : ids) {
            StoredValue value = entry(id).read(schema(), now());
            if (value != null) {
              values.put(id, value);
            }
          }
          return values;
        });
  }

  @Override
  public Map<String, LeaseAnswer> lease(Collection<LeaseRequest> requests) {
    return call(
        () -> {
          Map<String, LeaseAnswer> answers = new LinkedHashMap<>();
          for (LeaseRequest request : requests) {
            LeaseAnswer answer = entry(request.id()).lease(request, schema(), now());
            answers.put(request.id(), answer);
            if (answer instanceof LeaseAnswer.Granted) {
              changed(request.id());
            }
          }
          return answers;
        });
  }

  @Override
  public Set<String> fill(Collection<Fill> fills) {
    return call(
        () -> {
          Set<String> stored = new HashSet<>();
          for (Fill fill : fills) {
            ReferenceEntry entry = entry(fill.id());
            if (!entry.release(fill.token())) {
              continue;
            }
            if (entry.isNoOlder(fill)) {
              entry.store(fill, schema(), store.nextStamp(), now());
              stored.add(fill.id());
            }
            changed(fill.id());
          }
          return stored;
        });
  }

  @Override
  public void release(Collection<String> ids, String token) {
    run(() -> ids.stream().filter(id -> entry(id).release(token)).forEach(this::changed));
  }

  @Override
  public void invalidate(Collection<String> ids, Tombstone tombstone) {
    run(() -> ids.forEach(id -> invalidate(id, tombstone)));
  }

  private void invalidate(String id, Tombstone tombstone) {
    entry(id).invalidate(tombstone, now());
    changed(id);
  }

  @Override
  public boolean putIfNewer(Fill fill, Tombstone tombstone) {
    if (fill.version() < 0) {
      throw new IllegalArgumentException("version is " + fill.version() + "; allowed: 0 or more");
    }
    return call(
        () -> {
          ReferenceEntry entry = entry(fill.id());
          if (entry.knows(fill.version())) {
            return false;
          }
          return storeOr(entry.isUncertain(), fill, tombstone);
        });
  }

  @Override
  public void fence(Collection<String> ids, String token, Duration duration) {
    run(
        () -> {
          for (String id : ids) {
            entry(id).fence(token, duration, now());
            changed(id);
          }
        });
  }

  @Override
  public void unfence(Collection<String> ids, String token, @Nullable Tombstone tombstone) {
    run(
        () -> {
          for (String id : ids) {
            entry(id).unfence(token, now());
            if (tombstone == null) {
              changed(id);
            } else {
              invalidate(id, tombstone);
            }
          }
        });
  }

  @Override
  public boolean unfenceAndFill(Fill fill, Tombstone tombstone) {
    return call(
        () -> {
          ReferenceEntry entry = entry(fill.id());
          boolean untouched = entry.unfence(fill.token(), now());
          return storeOr(!untouched || !entry.isNoOlder(fill), fill, tombstone);
        });
  }

  /** Stores the value, or invalidates it if that is not safe. */
  private boolean storeOr(boolean unsafe, Fill fill, Tombstone tombstone) {
    ReferenceEntry entry = entry(fill.id());
    if (unsafe) {
      entry.know(fill, tombstone.keep(), now());
      invalidate(fill.id(), tombstone);
      return false;
    }
    entry.store(fill, schema(), store.nextStamp(), now());
    entry.know(fill, tombstone.keep(), now());
    entry.keep(tombstone, fill.version() != Fill.NO_VERSION, now());
    changed(fill.id());
    return true;
  }

  @Override
  public void expire(Collection<String> ids) {
    run(() -> ids.stream().filter(id -> entry(id).expire()).forEach(this::changed));
  }

  @Override
  public Map<String, Generation> generations(Collection<String> names) {
    return call(
        () -> {
          Map<String, Generation> generations = new LinkedHashMap<>();
          for (String name : names) {
            ReferenceStore.Data.Begun known = data.generations.get(name);
            generations.put(name, (known == null ? begin(name, false) : known).at(now()));
          }
          return generations;
        });
  }

  private ReferenceStore.Data.Begun begin(String name, boolean renewed) {
    var begun = new ReferenceStore.Data.Begun(store.nextGeneration(), renewed, now());
    data.generations.put(name, begun);
    data.spaces.forEach(space -> space.announce(to -> to.generationChanged(name)));
    return begun;
  }

  @Override
  public void renew(String name) {
    run(() -> begin(name, true));
  }

  @Override
  public void close() {
    store.lock.lock();
    try {
      cut();
      data.spaces.remove(this);
    } finally {
      store.lock.unlock();
    }
  }
}
