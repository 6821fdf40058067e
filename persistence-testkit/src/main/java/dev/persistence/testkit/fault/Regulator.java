package dev.persistence.testkit.fault;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds the conditions in force on a proxy and wakes whoever waits for them to change. */
final class Regulator {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /* Written under lock. */
  private volatile Conditions current = new Conditions(List.of());
  private volatile boolean closed;

  Conditions current() {
    return current;
  }

  boolean closed() {
    return closed;
  }

  void change(Conditions conditions) {
    lock.lock();
    try {
      current = conditions;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Blocks until the conditions are no longer these, the proxy closes, or the time has passed. */
  void awaitChange(Conditions seen, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (current == seen && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
