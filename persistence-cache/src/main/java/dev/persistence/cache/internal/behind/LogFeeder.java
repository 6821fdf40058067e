package dev.persistence.cache.internal.behind;

import dev.persistence.cache.WriteBehindCacheConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that talks with a log: leases, entries that came, entries that are written. */
final class LogFeeder implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(LogFeeder.class);
  private static final Duration END = Duration.ofSeconds(2);

  private final WriteBehindCacheConfig config;
  private final List<LogStripe<?, ?>> stripes = new ArrayList<>();
  private final Backoff backoff;
  private final Thread thread;
  private volatile int failures;
  private volatile boolean stopped;

  LogFeeder(WriteBehindCacheConfig config) {
    this.config = config;
    this.backoff = new Backoff(config.pollPeriod(), config.leaseTime().dividedBy(6));
    this.thread = new Thread(this, "persistence-cache-writebehind-" + config.name() + "-log");
    thread.setDaemon(true);
  }

  /** Takes what to feed, and begins. */
  void start(List<? extends LogStripe<?, ?>> fed) {
    stripes.addAll(fed);
    thread.start();
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  /** Returns how often in a row the log failed. */
  int failures() {
    return failures;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public void run() {
    while (!stopped) {
      Throwable failure = null;
      for (LogStripe<?, ?> stripe : stripes) {
        Throwable one = stripe.step();
        failure = one == null ? failure : one;
      }
      note(failure);
      LockSupport.parkNanos(
          failures == 0 ? config.pollPeriod().toNanos() : backoff.pauseNanos(failures));
      if (Thread.interrupted()) {
        LOG.debug("{}: interrupted, which means nothing here", config.name());
      }
    }
    for (LogStripe<?, ?> stripe : stripes) {
      note(Failure.of(stripe::release));
    }
  }

  private void note(@Nullable Throwable failure) {
    if (failure == null) {
      failures = 0;
    } else if (failedInARow(failures + 1) == 1) {
      LOG.warn("{}: the log fails, tried again: {}", config.name(), Failure.describe(failure));
    }
  }

  private int failedInARow(int times) {
    failures = times;
    return times;
  }

  /** Ends the thread after it has acknowledged what is written and given the leases back. */
  void stop() {
    stopped = true;
    wake();
    try {
      thread.join(END.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
