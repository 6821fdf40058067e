package dev.persistence.testkit.time;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A monotonic time that passes only when a test says so.
 *
 * <p>There are two kinds, since there are two kinds of test:
 *
 * <ul>
 *   <li>{@link #waiting()}: {@link #sleep} blocks until another thread has {@linkplain #advance
 *       advanced} the time far enough. For code that sleeps on a thread of its own; {@link
 *       #awaitSleepers} tells when it does.
 *   <li>{@link #skipping()}: {@link #sleep} advances the time itself and returns at once. For code
 *       that sleeps on the thread of the test.
 * </ul>
 *
 * <p>Starts at zero. Thread-safe.
 */
public final class ManualTimeSource implements TimeSource {

  private final boolean skipping;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /* Guarded by lock. */
  private final List<Duration> sleeps = new ArrayList<>();
  private final List<Long> wakeUps = new ArrayList<>();
  private long now;

  private ManualTimeSource(boolean skipping) {
    this.skipping = skipping;
  }

  /** Returns a time whose sleepers wait for {@link #advance}. */
  public static ManualTimeSource waiting() {
    return new ManualTimeSource(false);
  }

  /** Returns a time that a sleeper advances itself. */
  public static ManualTimeSource skipping() {
    return new ManualTimeSource(true);
  }

  @Override
  public long nanos() {
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the given time pass and wakes all sleepers whose time has come. */
  public void advance(Duration duration) {
    lock.lock();
    try {
      now += Arguments.inRange("duration", duration, Duration.ZERO, left()).toNanos();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Arguments.notNull("duration", duration);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    lock.lockInterruptibly();
    try {
      sleeps.add(duration);
      long wakeUp = after(duration);
      if (skipping) {
        now = wakeUp;
        changed.signalAll();
      }
      awaitTime(wakeUp);
    } finally {
      lock.unlock();
    }
  }

  /** Returns how far the time can still be advanced. */
  private Duration left() {
    return Duration.ofNanos(Long.MAX_VALUE - now);
  }

  /** Returns the end of a sleep that begins now; one that is too long never ends. */
  private long after(Duration duration) {
    if (duration.isNegative()) {
      return now;
    }
    return duration.compareTo(left()) < 0 ? now + duration.toNanos() : Long.MAX_VALUE;
  }

  private void awaitTime(long wakeUp) throws InterruptedException {
    wakeUps.add(wakeUp);
    changed.signalAll();
    try {
      while (now < wakeUp) {
        changed.await();
      }
    } finally {
      wakeUps.remove(wakeUp);
    }
  }

  /**
   * Blocks until at least so many threads are asleep, and would so sleep through any real time. A
   * thread whose time has come is not asleep, even if it has not woken up yet.
   *
   * @param count 1 or more
   * @throws IllegalStateException if this is a {@linkplain #skipping() skipping} time
   * @throws TimeoutException if that is not so within ten real seconds
   */
  public void awaitSleepers(int count) throws InterruptedException, TimeoutException {
    Arguments.inRange("count", count, 1, Integer.MAX_VALUE);
    if (skipping) {
      throw new IllegalStateException("nobody sleeps in a skipping time; make it by waiting()");
    }
    long left = TimeUnit.SECONDS.toNanos(10);
    lock.lockInterruptibly();
    try {
      while (sleepers() < count) {
        if (left <= 0) {
          throw new TimeoutException(
              sleepers() + " of " + count + " threads are asleep after 10 s");
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private long sleepers() {
    return wakeUps.stream().filter(wakeUp -> wakeUp > now).count();
  }

  /** Returns every duration that was asked of {@link #sleep}, in order. */
  public List<Duration> sleeps() {
    lock.lock();
    try {
      return List.copyOf(sleeps);
    } finally {
      lock.unlock();
    }
  }
}
