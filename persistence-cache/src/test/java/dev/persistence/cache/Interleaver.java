package dev.persistence.cache;

import dev.persistence.cache.internal.Waits;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.time.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs several bodies of code one step at a time, in an order that a seed determines: one thread
 * has the baton, and hands it on wherever the code says {@link #pause}. Between steps the
 * environment may act. Waiting takes no time until nobody can run; then the time jumps to the first
 * deadline.
 */
final class Interleaver implements Waits, AutoCloseable {

  /** A body of code and the thread that runs it; the thread serves others afterwards. */
  private final class Strand implements Runnable {
    final Thread thread = new Thread(this, "interleaver");
    volatile boolean hasBaton;
    volatile boolean ended;
    @Nullable Runnable body;
    @Nullable CompletableFuture<?> awaited;
    long deadlineNanos;
    boolean timedOut;

    boolean canRun() {
      return awaited == null || awaited.isDone() || timedOut;
    }

    @Override
    public void run() {
      takeBaton();
      while (!ended) {
        Runnable work = body;
        body = null;
        try {
          if (work != null) {
            work.run();
          }
        } catch (Throwable unexpected) { // Fails the test, on its own thread.
          failures.add(unexpected);
        }
        live.remove(this);
        Strand next = pick();
        if (next != null && next.body != null) {
          standInFor(next);
        } else {
          idle.push(this);
          handOver(this, next);
        }
      }
    }

    /** Runs what another has not begun yet, which spares a change of threads. */
    private void standInFor(Strand other) {
      body = other.body;
      other.body = null;
      awaited = null;
      live.set(live.indexOf(other), this);
      idle.push(other);
      current = this;
    }

    void takeBaton() {
      while (!hasBaton) {
        LockSupport.park(this);
      }
    }

    void giveBaton() {
      hasBaton = true;
      LockSupport.unpark(thread);
    }
  }

  private final SeededRandom random;
  private final ManualTimeSource time;
  private final Runnable environment;
  private final List<Strand> live = new ArrayList<>();
  private final Deque<Strand> idle = new ArrayDeque<>();
  private final List<Strand> all = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private @Nullable Strand current;
  private volatile boolean finished;
  private final Thread main = Thread.currentThread();
  private long fingerprint;

  Interleaver(SeededRandom random, ManualTimeSource time, Runnable environment) {
    this.random = random;
    this.time = time;
    this.environment = environment;
  }

  /** Adds a body; it runs once it is its turn. */
  void spawn(Runnable body) {
    Strand strand = idle.poll();
    if (strand == null) {
      strand = new Strand();
      strand.thread.setDaemon(true);
      strand.thread.start();
      all.add(strand);
    }
    strand.awaited = null;
    strand.body = body;
    live.add(strand);
  }

  /** Runs all bodies, and those that they add, to their ends. Called by the test's thread. */
  void run() {
    finished = false;
    Strand first = pick();
    if (first != null) {
      current = first;
      first.giveBaton();
      while (!finished) {
        LockSupport.park(this);
      }
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("a strand failed", failures.get(0));
    }
  }

  /** Lets others run, or not. Does nothing on a thread that is none of ours. */
  void pause() {
    Strand me = current;
    if (me != null && me.thread == Thread.currentThread()) {
      handOver(me, pick());
    }
  }

  /** Waiting is having others run. */
  @Override
  public <T extends @Nullable Object> T await(CompletableFuture<T> result, long nanos)
      throws ExecutionException, TimeoutException, InterruptedException {
    Strand me = current;
    if (me == null || me.thread != Thread.currentThread()) {
      return result.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }
    me.deadlineNanos = time.nanos() + Math.max(0, nanos);
    me.timedOut = false;
    me.awaited = result;
    handOver(me, pick());
    me.awaited = null;
    if (!result.isDone()) {
      throw new TimeoutException();
    }
    return result.get();
  }

  /** Returns a number that tells this course of things from others since the last call. */
  long takeFingerprint() {
    long taken = fingerprint;
    fingerprint = 0;
    return taken;
  }

  /** Has the fingerprint depend on what was done. */
  void mark(int what) {
    fingerprint = (fingerprint ^ what) * 0x9E3779B97F4A7C15L;
    fingerprint ^= fingerprint >>> 32;
  }

  private void handOver(Strand me, @Nullable Strand next) {
    if (next == me) {
      return;
    }
    me.hasBaton = false;
    current = next;
    if (next == null) {
      finished = true;
      LockSupport.unpark(main);
    } else {
      next.giveBaton();
    }
    me.takeBaton();
  }

  private @Nullable Strand pick() {
    if (random.chance(0.25)) {
      environment.run();
    }
    while (!live.isEmpty()) {
      List<Strand> ready = new ArrayList<>(live.size());
      for (Strand strand : live) {
        if (strand.canRun()) {
          ready.add(strand);
        }
      }
      if (!ready.isEmpty()) {
        Strand chosen = random.pick(ready);
        mark(live.indexOf(chosen));
        return chosen;
      }
      environment.run();
      timeOutFirst();
    }
    return null;
  }

  private void timeOutFirst() {
    Strand first = live.get(0);
    for (Strand strand : live) {
      if (strand.deadlineNanos < first.deadlineNanos) {
        first = strand;
      }
    }
    long left = first.deadlineNanos - time.nanos();
    if (left > 0) {
      time.advance(Duration.ofNanos(left));
    }
    first.timedOut = true;
  }

  @Override
  public void close() {
    for (Strand strand : all) {
      strand.ended = true;
      strand.giveBaton();
    }
  }
}
