package dev.persistence.cache;

import dev.persistence.cache.internal.behind.Bytes;
import dev.persistence.cache.internal.behind.Engine;
import dev.persistence.cache.internal.behind.UserCode;
import dev.persistence.core.Arguments;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link WriteBehindCache}. Used by one thread.
 *
 * <p>A writer and a durability must be given; a durability with a log needs {@link #keys} and a
 * {@link #codec} as well. Defaults:
 *
 * <table>
 * <caption>Options</caption>
 * <tr><th>option</th><th>default</th><th>allowed</th></tr>
 * <tr><td>stripes</td><td>2</td><td>1 to 64</td></tr>
 * <tr><td>batchSize</td><td>100</td><td>1 to 10,000</td></tr>
 * <tr><td>maxAge</td><td>200 ms</td><td>1 ms to 1 min</td></tr>
 * <tr><td>capacity</td><td>10,000 keys</td><td>1 to 10 million</td></tr>
 * <tr><td>fullWait</td><td>1 s</td><td>0 to 1 min</td></tr>
 * <tr><td>maxAttempts</td><td>5</td><td>1 to 100</td></tr>
 * <tr><td>backoff</td><td>100 ms to 10 s</td><td>1 ms to 10 min</td></tr>
 * <tr><td>deadLetterCapacity</td><td>1,000</td><td>0 to 1 million</td></tr>
 * <tr><td>closeTimeout</td><td>10 s</td><td>0 to 1 h</td></tr>
 * <tr><td>writeThroughTimeout</td><td>10 s</td><td>0 to 10 min</td></tr>
 * <tr><td>leaseTime</td><td>10 s</td><td>100 ms to 5 min</td></tr>
 * <tr><td>pollPeriod</td><td>50 ms</td><td>1 ms to 1 min</td></tr>
 * </table>
 */
public final class WriteBehindCacheBuilder<K, V> {

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  final String name;
  int stripes = 2;
  int batchSize = 100;
  Duration maxAge = Duration.ofMillis(200);
  int capacity = 10_000;
  Duration fullWait = Duration.ofSeconds(1);
  int maxAttempts = 5;
  Duration backoffBase = Duration.ofMillis(100);
  Duration backoffCap = Duration.ofSeconds(10);
  int deadLetterCapacity = 1_000;
  Duration closeTimeout = Duration.ofSeconds(10);
  Duration writeThroughTimeout = Duration.ofSeconds(10);
  Duration leaseTime = Duration.ofSeconds(10);
  Duration pollPeriod = Duration.ofMillis(50);
  @Nullable Durability durability;
  private @Nullable BatchWriter<K, V> writer;
  private @Nullable Function<? super K, ? extends @Nullable V> reader;
  private @Nullable Function<K, String> keyText;
  private @Nullable Function<String, K> keyOfText;
  private @Nullable Codec<V> codec;
  private Consumer<Collection<K>> afterWrite = keys -> {};
  private Predicate<Throwable> transientIf = failure -> false;

  WriteBehindCacheBuilder(String name) {
    this.name = Arguments.name("name", name);
  }

  /** Sets who writes the batches; needed. */
  public WriteBehindCacheBuilder<K, V> writer(BatchWriter<K, V> writer) {
    this.writer = Arguments.notNull("writer", writer);
    return this;
  }

  /** Sets what must hold before a write is acknowledged; needed. */
  public WriteBehindCacheBuilder<K, V> durability(Durability durability) {
    this.durability = Arguments.notNull("durability", durability);
    return this;
  }

  /** Sets who knows the values of keys that do not wait; without it they have none. */
  public WriteBehindCacheBuilder<K, V> reader(Function<? super K, ? extends @Nullable V> reader) {
    this.reader = Arguments.notNull("reader", reader);
    return this;
  }

  /** Sets how a log writes keys: equal keys, and no others, have equal text. */
  public WriteBehindCacheBuilder<K, V> keys(Function<K, String> text, Function<String, K> parser) {
    this.keyText = Arguments.notNull("text", text);
    this.keyOfText = Arguments.notNull("parser", parser);
    return this;
  }

  /** Sets how a log writes values. */
  public WriteBehindCacheBuilder<K, V> codec(Codec<V> codec) {
    this.codec = Arguments.notNull("codec", codec);
    return this;
  }

  /**
   * Sets who hears which keys have been written, after the commit and before they stop to be
   * readable here: the place to invalidate a cache. Called on the writing thread; must not block
   * for long. Its failures are logged and otherwise ignored.
   */
  public WriteBehindCacheBuilder<K, V> afterWrite(Consumer<Collection<K>> listener) {
    this.afterWrite = Arguments.notNull("afterWrite", listener);
    return this;
  }

  /** Names failures of the writer that pass, besides those known to do; never counted as poison. */
  public WriteBehindCacheBuilder<K, V> transientIf(Predicate<Throwable> predicate) {
    this.transientIf = Arguments.notNull("transientIf", predicate);
    return this;
  }

  /**
   * Sets how many threads write, each with the keys of its stripe, and so how many connections; 1
   * to 64. With a log, all nodes must have the same number.
   */
  public WriteBehindCacheBuilder<K, V> stripes(int count) {
    this.stripes = Arguments.inRange("stripes", count, 1, 64);
    return this;
  }

  /** Sets at how many keys a batch is written; 1 to 10,000. */
  public WriteBehindCacheBuilder<K, V> batchSize(int keys) {
    this.batchSize = Arguments.inRange("batchSize", keys, 1, 10_000);
    return this;
  }

  /** Sets after how long a key is written even if the batch is not full; 1 ms to 1 min. */
  public WriteBehindCacheBuilder<K, V> maxAge(Duration age) {
    this.maxAge = Arguments.inRange("maxAge", age, MILLISECOND, MINUTE);
    return this;
  }

  /** Sets how many keys may wait on this node; 1 to 10 million. */
  public WriteBehindCacheBuilder<K, V> capacity(int keys) {
    this.capacity = Arguments.inRange("capacity", keys, 1, 10_000_000);
    return this;
  }

  /** Sets how long a caller waits for room before it writes through; 0 to 1 min. */
  public WriteBehindCacheBuilder<K, V> fullWait(Duration wait) {
    this.fullWait = Arguments.inRange("fullWait", wait, Duration.ZERO, MINUTE);
    return this;
  }

  /**
   * Sets how often an operation that fails for its own sake is tried alone before it becomes a dead
   * letter; 1 to 100.
   */
  public WriteBehindCacheBuilder<K, V> maxAttempts(int attempts) {
    this.maxAttempts = Arguments.inRange("maxAttempts", attempts, 1, 100);
    return this;
  }

  /**
   * Sets the pauses after failures: random, up to a base that doubles with each failure in a row,
   * up to a cap; 1 ms to 10 min.
   */
  public WriteBehindCacheBuilder<K, V> backoff(Duration base, Duration cap) {
    Duration most = Duration.ofMinutes(10);
    this.backoffCap = Arguments.inRange("backoffCap", cap, MILLISECOND, most);
    this.backoffBase = Arguments.inRange("backoffBase", base, MILLISECOND, cap);
    return this;
  }

  /**
   * Sets how many dead letters are kept; 0 to 1 million. Beyond it, poison stays in the queue and
   * is tried again: nothing is thrown away.
   */
  public WriteBehindCacheBuilder<K, V> deadLetterCapacity(int letters) {
    this.deadLetterCapacity = Arguments.inRange("deadLetterCapacity", letters, 0, 1_000_000);
    return this;
  }

  /** Sets how long {@link WriteBehindCache#close()} flushes at most; 0 to 1 h. */
  public WriteBehindCacheBuilder<K, V> closeTimeout(Duration timeout) {
    this.closeTimeout =
        Arguments.inRange("closeTimeout", timeout, Duration.ZERO, Duration.ofHours(1));
    return this;
  }

  /**
   * Sets how long a caller who found no room waits until its entry of a log is written; 0 to 10
   * min. After that it gets a {@link WriteBehindException}, while the log keeps the entry.
   */
  public WriteBehindCacheBuilder<K, V> writeThroughTimeout(Duration timeout) {
    this.writeThroughTimeout =
        Arguments.inRange("writeThroughTimeout", timeout, Duration.ZERO, Duration.ofMinutes(10));
    return this;
  }

  /**
   * Sets for how long a node has the right to write a stripe of a log without renewing it, and so
   * how long the entries of a node that died may wait for another one; 100 ms to 5 min. Renewed
   * after a third of it.
   */
  public WriteBehindCacheBuilder<K, V> leaseTime(Duration time) {
    this.leaseTime =
        Arguments.inRange("leaseTime", time, Duration.ofMillis(100), Duration.ofMinutes(5));
    return this;
  }

  /** Sets how often a log is asked for entries of other nodes; 1 ms to 1 min. */
  public WriteBehindCacheBuilder<K, V> pollPeriod(Duration period) {
    this.pollPeriod = Arguments.inRange("pollPeriod", period, MILLISECOND, MINUTE);
    return this;
  }

  /**
   * Checks the options, opens the log and starts the threads.
   *
   * @throws IllegalArgumentException if an option is missing, or the log has another number of
   *     stripes
   * @throws dev.persistence.core.PersistenceException if the log cannot be reached
   */
  public WriteBehindCache<K, V> build() {
    if (writer == null) {
      throw new IllegalArgumentException("writer is missing; allowed: exactly one");
    }
    if (durability == null) {
      throw new IllegalArgumentException(
          "durability is missing; allowed: Durability.memory(), which loses what waits when the"
              + " process dies, or Durability.logged(...)");
    }
    WriteBehindCacheConfig config = new WriteBehindCacheConfig(this, durability);
    UserCode<K, V> code = new UserCode<>(writer, afterWrite, transientIf);
    return new WriteBehindCache<>(config, Engine.start(config, code, bytes(durability)), reader);
  }

  private @Nullable Bytes<K, V> bytes(Durability chosen) {
    if (chosen instanceof Durability.Memory) {
      return null;
    }
    if (keyText == null || keyOfText == null || codec == null) {
      throw new IllegalArgumentException(
          (codec == null ? "codec" : "keys")
              + " is missing; allowed: one, since the durability "
              + chosen.name()
              + " keeps operations as bytes");
    }
    return new Bytes<>(keyText, keyOfText, codec);
  }
}
