package dev.persistence.routing.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The leases of one node, so that a dead node can free those who wait for it.
 *
 * <p>A thread looks for a free slot near one of its own and finds it at once nearly always; the set
 * takes the rest. Thread-safe, without a lock.
 */
final class Leases {

  private static final int SLOTS = 128;
  private static final int TRIES = 4;

  private final AtomicReferenceArray<Lease> slots = new AtomicReferenceArray<>(SLOTS);
  private final Set<Lease> rest = ConcurrentHashMap.newKeySet();

  void add(Lease lease) {
    int home = home();
    for (int i = 0; i < TRIES; i++) {
      if (slots.compareAndSet((home + i) % SLOTS, null, lease)) {
        return;
      }
    }
    rest.add(lease);
  }

  void remove(Lease lease) {
    int home = home();
    for (int i = 0; i < TRIES; i++) {
      if (slots.get((home + i) % SLOTS) == lease) {
        slots.setRelease((home + i) % SLOTS, null);
        return;
      }
    }
    if (!rest.remove(lease)) {
      removeOfAnotherThread(lease);
    }
  }

  /** A connection may be closed by another thread than the one that borrowed it. */
  private void removeOfAnotherThread(Lease lease) {
    for (int i = 0; i < SLOTS; i++) {
      if (slots.compareAndSet(i, lease, null)) {
        return;
      }
    }
  }

  private static int home() {
    long mixed = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 57);
  }

  void forEach(Consumer<Lease> action) {
    for (int i = 0; i < SLOTS; i++) {
      Lease lease = slots.get(i);
      if (lease != null) {
        action.accept(lease);
      }
    }
    rest.forEach(action);
  }
}
