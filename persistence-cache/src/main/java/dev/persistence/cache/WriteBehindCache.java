package dev.persistence.cache;

import dev.persistence.cache.internal.behind.Engine;
import dev.persistence.core.Arguments;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes that are acknowledged at once and reach the database a little later, in batches.
 *
 * <pre>{@code
 * WriteBehindCache<Long, Long> hits =
 *     WriteBehindCache.<Long, Long>builder("hits")
 *         .durability(Durability.memory())
 *         .writer(batch -> repository.save(batch))
 *         .build();
 * hits.write(42L, 7L);
 * }</pre>
 *
 * <p><b>Order.</b> Keys belong to stripes, each written by one thread, so operations of a key reach
 * the database in the order in which they were accepted; one that a newer one replaced before it
 * was written is skipped. Keys are written first come, first served. A failed operation keeps its
 * place, unless there is a newer one, which takes it: an older value never overwrites a newer one.
 * With a log this holds over all nodes, as long as none is frozen for longer than {@code leaseTime}
 * in the middle of a batch.
 *
 * <p><b>Bounds.</b> A key waits {@code maxAge} at most for its batch, longer while the database
 * does not keep up. At most {@code capacity} keys wait. When that many do, a caller waits {@code
 * fullWait} and then writes through: without a log its own thread calls the writer; with one it
 * appends and waits until the entry is written. A key that waits already never needs room.
 *
 * <p><b>Failures.</b> Those that pass are tried again without end, with random pauses that grow.
 * Others make the batch be cut in halves until the guilty operation is alone; the rest is written,
 * it is tried again alone and then becomes a {@link DeadLetter}.
 *
 * <p><b>Reading.</b> {@link #get} sees what this node has accepted and not yet written; what
 * another node has accepted is seen once it is written.
 *
 * <p>Thread-safe. Writes block only where {@link Durability} and full queues demand it. Starts a
 * daemon thread a stripe, {@code persistence-cache-writebehind-<name>-<n>}, and with a log another
 * one, which end with {@link #close()}. Logs and messages name no key and no value.
 *
 * @param <K> keys, with equals and hashCode
 * @param <V> values; not to be changed once they are handed over
 */
public final class WriteBehindCache<K, V> implements AutoCloseable {

  private final WriteBehindCacheConfig config;
  private final Engine<K, V> engine;
  private final @Nullable Function<? super K, ? extends @Nullable V> reader;

  WriteBehindCache(
      WriteBehindCacheConfig config,
      Engine<K, V> engine,
      @Nullable Function<? super K, ? extends @Nullable V> reader) {
    this.config = config;
    this.engine = engine;
    this.reader = reader;
  }

  /** Returns a builder of a cache of this name. */
  public static <K, V> WriteBehindCacheBuilder<K, V> builder(String name) {
    return new WriteBehindCacheBuilder<>(name);
  }

  public WriteBehindCacheConfig config() {
    return config;
  }

  /**
   * Gives the key a value; returns when the durability that was chosen holds.
   *
   * @throws WriteBehindException if it was not acknowledged
   * @throws IllegalStateException if the cache is closed
   */
  public void write(K key, V value) {
    Arguments.notNull("value", value);
    engine.accept(WriteOperation.put(Arguments.notNull("key", key), value, Instant.now()));
  }

  /**
   * Takes the key's value away; returns when the durability that was chosen holds.
   *
   * @throws WriteBehindException if it was not acknowledged
   * @throws IllegalStateException if the cache is closed
   */
  public void remove(K key) {
    engine.accept(WriteOperation.remove(Arguments.notNull("key", key), Instant.now()));
  }

  /**
   * Returns the value that waits to be written, null if it waits to be removed, and otherwise what
   * the reader knows. A key with a dead letter does not wait.
   */
  public @Nullable V get(K key) {
    Optional<WriteOperation<K, V>> waiting = pending(key);
    if (waiting.isPresent()) {
      return waiting.get().value();
    }
    return reader == null ? null : reader.apply(key);
  }

  /** Returns the newest operation of the key that waits to be written. */
  public Optional<WriteOperation<K, V>> pending(K key) {
    return engine.waiting(Arguments.notNull("key", key));
  }

  /**
   * Writes what waits without regard to batch size and age, and returns when all that was accepted
   * on this node before the call is written or a dead letter, or when time is up. Pauses after
   * failures are kept.
   */
  public FlushReport flush(Duration max) {
    return engine.flush(Arguments.inRange("max", max, Duration.ZERO, Duration.ofDays(1)));
  }

  /** Returns what was given up, oldest first; with a log, in the stripes that this node writes. */
  public List<DeadLetter<K, V>> deadLetters() {
    return engine.deadLetters();
  }

  /**
   * Queues the dead letter's operation again, unless a newer one of its key waits, which is going
   * to make it obsolete.
   *
   * @return false if a newer one waits, or if it is no dead letter any more
   */
  public boolean retry(DeadLetter<K, V> letter) {
    return engine.retry(Arguments.notNull("letter", letter));
  }

  /**
   * Forgets the dead letter: its operation will never be written.
   *
   * @return false if it is no dead letter any more
   */
  public boolean discard(DeadLetter<K, V> letter) {
    return engine.discard(Arguments.notNull("letter", letter));
  }

  public WriteBehindStatistics statistics() {
    return engine.statistics();
  }

  public WriteBehindHealth health() {
    return engine.health();
  }

  /**
   * Refuses further writes, flushes for {@code closeTimeout} at most, ends the threads and logs
   * what remains. A second call does nothing.
   */
  @Override
  public void close() {
    close(config.closeTimeout());
  }

  /**
   * Closes with another bound, and reports. What remains is lost with MEMORY; a log keeps it for
   * the next start or another node. A writer that does not return is interrupted and left to
   * itself. A thread that is interrupted before closes like any other; an interrupt meanwhile ends
   * the wait.
   */
  public FlushReport close(Duration max) {
    return engine.close(Arguments.inRange("max", max, Duration.ZERO, Duration.ofDays(1)));
  }

  /** Returns the settings. */
  @Override
  public String toString() {
    return config.toString();
  }
}
