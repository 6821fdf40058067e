package dev.persistence.cache.internal.behind;

import dev.persistence.cache.DeadLetter;
import dev.persistence.cache.WriteOperation;
import java.util.List;
import java.util.Optional;

/** How operations are accepted and reach the stripes, and what this node knows of them. */
interface Intake<K, V> {

  /** Starts the threads that it needs itself. */
  void start();

  /** Returns when the operation is as safe as the durability demands; refuses it by throwing. */
  void accept(WriteOperation<K, V> operation);

  /** Returns the newest operation of the key that this node accepted and that is not written. */
  Optional<WriteOperation<K, V>> waiting(K key);

  /** Waits until what was accepted before is written or dead; returns whether it is. */
  boolean flush(long deadlineNanos) throws InterruptedException;

  /** Returns what waits, the oldest of it, and how often in a row the database was not reached. */
  Backlog backlog();

  /** Tells whether a new key finds no room. */
  boolean isFull();

  List<DeadLetter<K, V>> deadLetters();

  boolean retry(DeadLetter<K, V> letter);

  boolean discard(DeadLetter<K, V> letter);

  /** Refuses operations from now on. */
  void seal();

  /** Lets go of what it has; the workers have been told to stop. */
  void stop();

  /** What the worker of this stripe asks and tells. */
  Acknowledgement<K, V> acknowledgement(int stripe);
}
