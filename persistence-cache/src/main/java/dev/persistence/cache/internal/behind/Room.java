package dev.persistence.cache.internal.behind;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** So many places, of which one may also take one that is not there. Thread-safe. */
final class Room {

  private final Semaphore places;

  /** Places taken beyond those that are there. */
  private final AtomicInteger excess = new AtomicInteger();

  Room(int places) {
    this.places = new Semaphore(places);
  }

  boolean enter() {
    return places.tryAcquire();
  }

  boolean enter(Duration wait) throws InterruptedException {
    return places.tryAcquire() || places.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Takes a place even if there is none. */
  void force() {
    if (!places.tryAcquire()) {
      excess.incrementAndGet();
    }
  }

  void leave() {
    if (excess.getAndUpdate(count -> Math.max(0, count - 1)) == 0) {
      places.release();
    }
  }

  boolean isFull() {
    return places.availablePermits() == 0;
  }
}
