package dev.persistence.cache.internal.behind;

import dev.persistence.cache.WriteOperation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the batches of one stripe, one after another, on the only thread that does so.
 *
 * <p>A batch that fails for a reason that will pass goes back to the front of the queue, and the
 * stripe pauses. One that fails otherwise is cut in halves until each guilty operation is alone:
 * after at most log2 of its size calls for each of them, all others are written.
 */
final class StripeWorker<K, V> implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(StripeWorker.class);

  private final String name;
  private final Stripe<K, V> stripe;
  private final BatchRun<K, V> run;
  private final Acknowledgement<K, V> acknowledgement;

  StripeWorker(
      String name, Stripe<K, V> stripe, BatchRun<K, V> run, Acknowledgement<K, V> acknowledgement) {
    this.name = name;
    this.stripe = stripe;
    this.run = run;
    this.acknowledgement = acknowledgement;
  }

  @Override
  public void run() {
    while (true) {
      try {
        List<Pending<K, V>> batch = stripe.next();
        if (batch.isEmpty()) {
          return;
        }
        write(batch);
      } catch (InterruptedException interrupted) {
        // By whoever shares the thread with the writer: only stop() ends this loop.
        LOG.debug("{}: interrupted while waiting for work", name);
      }
    }
  }

  private void write(List<Pending<K, V>> batch) {
    Deque<List<Pending<K, V>>> parts = new ArrayDeque<>();
    parts.add(batch);
    while (!parts.isEmpty()) {
      List<Pending<K, V>> part = parts.remove();
      Throwable failure = attempt(part);
      if (failure == null) {
        acknowledgement.written(part);
      } else if (run.isTransient(failure)) {
        parts.addFirst(part);
        postpone(parts.stream().flatMap(List::stream).toList(), failure);
        return;
      } else if (part.size() == 1) {
        blame(part.get(0), failure);
      } else {
        int half = part.size() / 2;
        parts.addFirst(part.subList(half, part.size()));
        parts.addFirst(part.subList(0, half));
      }
    }
  }

  private @Nullable Throwable attempt(List<Pending<K, V>> part) {
    if (!acknowledgement.mayWrite()) {
      return BatchRun.notOurs();
    }
    List<WriteOperation<K, V>> operations = part.stream().map(Pending::operation).toList();
    return run.write(operations);
  }

  private void postpone(List<Pending<K, V>> rest, Throwable failure) {
    if (stripe.postpone(rest) == 1) {
      LOG.warn(
          "{}: {} keys cannot be written for now, tried again: {}",
          name,
          rest.size(),
          Failure.describe(failure));
    }
  }

  private void blame(Pending<K, V> alone, Throwable failure) {
    if (stripe.failed(alone, failure) == Verdict.DEAD) {
      acknowledgement.dead(alone);
      LOG.warn(
          "{}: an operation is a dead letter after {} attempts: {}",
          name,
          alone.attempts() + 1,
          Failure.describe(failure));
    }
  }
}
