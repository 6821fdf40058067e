package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A read that is answered by one of two queries, the one for the old and the one for the new side
 * of a migration, while a sample of the answers is compared with the other's in the background.
 *
 * <pre>{@code
 * try (ShadowRead<Long, String> names =
 *     ShadowRead.of(users::namesOf, users::fullNameOf).share(0.05).build()) {
 *   String name = names.read(id, flags.side("20261121_01"));
 * }
 * }</pre>
 *
 * <p>The caller waits for its own query alone, and gets its answer or its failure, whatever the
 * other does. A difference counts if it is still there when both queries have been asked again, so
 * that a write in between is none. Comparisons that do not fit into the queue are dropped and
 * counted.
 *
 * <p>Thread-safe. One thread compares, with one query at a time; {@link #close} ends it.
 *
 * @param <K> what is asked for
 * @param <V> the answer, with an {@code equals} that tells whether two are the same
 */
public final class ShadowRead<K, V> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShadowRead.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Query<K, V> oldQuery;
  private final Query<K, V> newQuery;
  private final ShadowReadConfig<K> config;
  private final Comparisons comparisons;
  private final ThreadPoolExecutor executor;

  ShadowRead(Query<K, V> oldQuery, Query<K, V> newQuery, ShadowReadConfig<K> config) {
    this.oldQuery = oldQuery;
    this.newQuery = newQuery;
    this.config = config;
    this.comparisons = new Comparisons();
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.queue()),
            ShadowRead::thread);
  }

  /**
   * How an answer is read.
   *
   * @param <K> what is asked for
   * @param <V> the answer; an {@link java.util.Optional} where there may be none
   */
  @FunctionalInterface
  public interface Query<K, V> {
    V read(K key) throws SQLException;
  }

  /** Returns a builder of a read that either query may answer. */
  public static <K, V> ShadowReadBuilder<K, V> of(Query<K, V> oldQuery, Query<K, V> newQuery) {
    return new ShadowReadBuilder<>(oldQuery, newQuery);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "persistence-shadow-read");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns the effective options. */
  public ShadowReadConfig<K> config() {
    return config;
  }

  /** Returns the side's answer; the other side is asked later, if at all. */
  public V read(K key, ReadSide side) throws SQLException {
    Arguments.notNull("side", side);
    V answer = query(side).read(key);
    if (ThreadLocalRandom.current().nextDouble() < config.share()) {
      compareLater(key, side, answer);
    }
    return answer;
  }

  private Query<K, V> query(ReadSide side) {
    return side == ReadSide.READ_NEW ? newQuery : oldQuery;
  }

  private void compareLater(K key, ReadSide side, V answer) {
    try {
      executor.execute(() -> compare(key, side, answer));
    } catch (RejectedExecutionException full) {
      comparisons.dropped();
    }
  }

  private void compare(K key, ReadSide side, V answer) {
    try {
      ReadSide shadow = side == ReadSide.READ_NEW ? ReadSide.READ_OLD : ReadSide.READ_NEW;
      boolean same = Objects.equals(answer, query(shadow).read(key));
      for (int look = 0; !same && look < config.looks(); look++) {
        same = Objects.equals(query(side).read(key), query(shadow).read(key));
      }
      if (same) {
        comparisons.same();
      } else {
        String masked = config.mask().apply(key);
        comparisons.differed(masked);
        LOG.debug("The sides of {} differ", masked);
      }
    } catch (SQLException | RuntimeException failure) { // Any of a user's query: nobody waits.
      comparisons.failed();
      LOG.debug("A shadow read failed", failure);
    }
  }

  /** Tells what was compared until now. */
  public ShadowReport report() {
    return comparisons.report();
  }

  /**
   * Ends the comparisons; those that wait are dropped, and the one at work is waited for, 5 s at
   * most. Reads are still answered.
   */
  @Override
  public void close() {
    executor.shutdownNow().forEach(waiting -> comparisons.dropped());
    try {
      if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("A shadow read has not ended after {}", PATIENCE);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
