package dev.persistence.cache.internal;

import dev.persistence.cache.CacheListener;
import dev.persistence.cache.MissReason;
import dev.persistence.cache.store.StoreUnavailableException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells counters, listener and log what happens. Thread-safe.
 *
 * @param name the cache's
 * @param listener who is told
 * @param counters what is counted
 * @param clock the time of the cache
 * @param storeDown whether the store failed last
 */
record Reports(
    String name,
    CacheListener listener,
    Counters counters,
    CoarseClock clock,
    AtomicBoolean storeDown) {

  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  void missed(Object key, MissReason reason) {
    counters.missed(key, reason);
    tell(told -> told.missed(reason));
  }

  void loaded(boolean succeeded, long nanos) {
    (succeeded ? counters.loads : counters.loadFailures).increment();
    counters.loadNanos.add(nanos);
    tell(told -> told.loaded(succeeded, nanos));
  }

  void storeFailed(StoreUnavailableException failure) {
    counters.storeFailures.increment();
    if (storeDown.compareAndSet(false, true)) {
      LOG.warn("{}: the store is gone, reads go to the loader: {}", name, failure.getMessage());
      tell(told -> told.storeChanged(false));
    }
  }

  void storeAnswered() {
    if (storeDown.get() && storeDown.compareAndSet(true, false)) {
      LOG.info("{}: the store is back", name);
      tell(told -> told.storeChanged(true));
    }
  }

  private void tell(Consumer<CacheListener> news) {
    if (listener != CacheListener.NONE) {
      try {
        news.accept(listener);
      } catch (RuntimeException failure) { // A listener must not fail what it listens to.
        LOG.warn("{}: the listener failed", name, failure);
      }
    }
  }
}
