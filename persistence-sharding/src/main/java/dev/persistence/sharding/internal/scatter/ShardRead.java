package dev.persistence.sharding.internal.scatter;

import dev.persistence.core.transaction.Transactions;
import dev.persistence.sharding.internal.Shard;
import dev.persistence.sharding.scatter.Hedge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One shard's part of a scattered query. If it is to be hedged and the shard is slow, its replica
 * is asked as well: the rows are those of whoever answers first, and the other is stopped. From the
 * first answer on there is no way back, since its rows are merged already. Thread-safe.
 */
final class ShardRead {

  private final Shard shard;
  private final Question question;
  private final Executor executor;
  private final Feed feed;
  private final ReadAttempt first;
  private final @Nullable ReadAttempt second;

  /** True once somebody has answered or nobody waits, false once that has taken too long. */
  private final CompletableFuture<Boolean> inTime = new CompletableFuture<>();

  private final ReentrantLock lock = new ReentrantLock();

  /* Guarded by lock. */
  private final List<ReadAttempt> running = new ArrayList<>(2);
  private long startedNanos;
  private @Nullable ReadAttempt winner;
  private @Nullable Throwable earlier;

  /**
   * @param mostBytes about how much memory its rows may take while nobody takes them
   */
  ShardRead(Shard shard, Question question, Executor executor, long mostBytes) {
    this.shard = shard;
    this.question = question;
    this.executor = executor;
    this.feed = new Feed(mostBytes);
    this.first = new ReadAttempt(this, shard.reads(), shard.permits());
    Transactions replica = shard.replicaReads();
    this.second =
        replica == null || question.spec().bounds().hedge() == null
            ? null
            : new ReadAttempt(this, replica, shard.replicaPermits());
  }

  Shard shard() {
    return shard;
  }

  Question question() {
    return question;
  }

  Feed feed() {
    return feed;
  }

  /** Starts to read, with a permit of the shard that is given back at the end. */
  void start() {
    lock.lock();
    try {
      startedNanos = System.nanoTime();
      running.add(first);
    } finally {
      lock.unlock();
    }
    first.start(executor);
    Hedge hedge = question.spec().bounds().hedge();
    if (second != null && hedge != null) {
      awaitAnswer(second, hedge);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A failure to start is told to who merges.
  private void awaitAnswer(ReadAttempt other, Hedge hedge) {
    shard.hedges().earn();
    long nanos =
        hedge.delay() == null
            ? shard.counters().quantileNanos(hedge.quantile())
            : hedge.delay().toNanos();
    if (nanos >= 0) {
      inTime
          .completeOnTimeout(false, nanos, TimeUnit.NANOSECONDS)
          .thenAccept(
              answered -> {
                if (!answered) {
                  hedge(other);
                }
              });
    }
  }

  /** Runs on the JDK's timer, which it must not hold up. */
  private void hedge(ReadAttempt other) {
    if (!other.permits().tryAcquire()) {
      return;
    }
    if (!begins(other)) {
      other.permits().release();
      return;
    }
    try {
      other.start(executor);
      shard.counters().hedged();
    } catch (RejectedExecutionException closed) {
      other.permits().release();
      ended(other, closed);
    }
  }

  private boolean begins(ReadAttempt other) {
    lock.lock();
    try {
      boolean waitedFor = winner == null && !running.isEmpty();
      return waitedFor && shard.hedges().spend() && running.add(other);
    } finally {
      lock.unlock();
    }
  }

  /** Says that an attempt has an answer; returns whether it is the first one. */
  boolean answers(ReadAttempt attempt) {
    List<ReadAttempt> others;
    long nanos;
    lock.lock();
    try {
      if (winner != null) {
        return false;
      }
      winner = attempt;
      nanos = System.nanoTime() - startedNanos;
      others = new ArrayList<>(running);
      others.remove(attempt);
    } finally {
      lock.unlock();
    }
    inTime.complete(true);
    shard.counters().answered(nanos, attempt != first);
    others.forEach(other -> other.stop(executor));
    return true;
  }

  /** Says that an attempt has come to its end; the last word is that of who had the answer. */
  void ended(ReadAttempt attempt, @Nullable Throwable failure) {
    Throwable why = failure;
    lock.lock();
    try {
      running.remove(attempt);
      if (winner == null) {
        if (earlier != null && why != null && earlier != why) {
          earlier.addSuppressed(why);
        }
        why = earlier == null ? why : earlier;
        earlier = why;
      }
      if (winner == null ? !running.isEmpty() : winner != attempt) {
        return;
      }
    } finally {
      lock.unlock();
    }
    feed.end(why);
  }

  /** Wants no more rows and makes what runs end. */
  void stop() {
    inTime.complete(true);
    feed.abandon();
    first.stop(executor);
    if (second != null) {
      second.stop(executor);
    }
  }

  /** Has failed, with that, and makes what runs end. */
  void fail(Throwable why) {
    feed.end(why);
    stop();
  }
}
