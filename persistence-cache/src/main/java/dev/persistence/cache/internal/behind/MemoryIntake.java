package dev.persistence.cache.internal.behind;

import dev.persistence.cache.DeadLetter;
import dev.persistence.cache.WriteBehindCacheConfig;
import dev.persistence.cache.WriteBehindException;
import dev.persistence.cache.WriteOperation;
import dev.persistence.core.Explanation;
import java.util.List;
import java.util.Optional;

/**
 * Accepts operations into this process's memory.
 *
 * <p>A caller who finds no room writes through itself. By then its key is clean, and a claim keeps
 * it so: who writes the same key meanwhile queues behind the claim, for which there is always room,
 * since there are no more claims than callers. So the order of a key holds without a lock around
 * the write.
 */
final class MemoryIntake<K, V> implements Intake<K, V>, Acknowledgement<K, V> {

  private final WriteBehindCacheConfig config;
  private final Stripes<K, V> stripes;
  private final Room room;
  private final BatchRun<K, V> run;
  private final Counters counters;

  /** Takes the stripes and the room that they share. */
  MemoryIntake(EngineParts<K, V> parts) {
    this.config = parts.config();
    this.stripes = parts.stripes();
    this.room = parts.room();
    this.run = parts.run();
    this.counters = parts.counters();
  }

  private Stripe<K, V> stripe(K key) {
    return stripes.get(stripes.indexOf(key.hashCode()));
  }

  @Override
  public void start() {
    // The workers are all it needs.
  }

  @Override
  public void accept(WriteOperation<K, V> operation) {
    Stripe<K, V> stripe = stripe(operation.key());
    Offer offer = stripe.offerIfDirty(operation);
    if (offer == Offer.REFUSED) {
      offer = hasRoom() ? stripe.offer(operation) : stripe.claimOrOffer(operation);
    }
    if (offer == Offer.CLAIMED) {
      writeThrough(stripe, operation);
    }
    if (offer == Offer.REPLACED) {
      counters.coalesced.increment();
    }
    counters.accepted.increment();
  }

  private boolean hasRoom() {
    try {
      return room.enter(config.fullWait());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new WriteBehindException(
          new Explanation(
              "A write was not accepted",
              "its thread was interrupted while the queue was full",
              "Write again"),
          interrupted,
          true);
    }
  }

  private void writeThrough(Stripe<K, V> stripe, WriteOperation<K, V> operation) {
    boolean written = false;
    try {
      Throwable failure = run.write(List.of(operation));
      if (failure != null) {
        throw new WriteBehindException(
            new Explanation(
                "A write was not accepted",
                "the queue is full and the writer failed too, with " + failure.getClass().getName(),
                "Find out why the database does not keep up"),
            failure,
            run.isTransient(failure));
      }
      written = true;
      counters.writtenThrough.increment();
    } finally {
      stripe.release(operation.key(), written);
    }
  }

  @Override
  public Optional<WriteOperation<K, V>> waiting(K key) {
    return stripe(key).waiting(key);
  }

  @Override
  public boolean flush(long deadlineNanos) throws InterruptedException {
    return stripes.flush(deadlineNanos);
  }

  @Override
  public Backlog backlog() {
    return stripes.backlog();
  }

  @Override
  public boolean isFull() {
    return room.isFull();
  }

  @Override
  public List<DeadLetter<K, V>> deadLetters() {
    return stripes.deadLetters();
  }

  @Override
  public boolean retry(DeadLetter<K, V> letter) {
    return stripe(letter.operation().key()).retry(letter);
  }

  @Override
  public boolean discard(DeadLetter<K, V> letter) {
    return stripe(letter.operation().key()).discard(letter) != null;
  }

  @Override
  public void seal() {
    stripes.all().forEach(Stripe::seal);
  }

  @Override
  public void stop() {
    // Nothing beside the workers to end.
  }

  @Override
  public Acknowledgement<K, V> acknowledgement(int stripe) {
    return this;
  }

  @Override
  public boolean mayWrite() {
    return true;
  }

  @Override
  public void dead(Pending<K, V> given) {
    // The stripe remembers it.
  }

  @Override
  public void written(List<Pending<K, V>> batch) {
    stripe(batch.get(0).key()).written(batch);
  }
}
