package dev.persistence.sharding.catalog;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import dev.persistence.sharding.ShardResolver;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that lets a resolver learn: at once when PostgreSQL tells that the catalog has a new
 * map, and every 5 s. Nothing rests on it but the time until a move is known: who is late is
 * stopped by the fence. Takes a connection of the catalog's database for as long as it runs, where
 * that is PostgreSQL. Ends with {@link #close()}.
 */
public final class ShardMapWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShardMapWatch.class);
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final ShardCatalog catalog;
  private final ShardResolver resolver;
  private final Duration period;
  private final Thread thread;
  private volatile boolean closed;

  private ShardMapWatch(ShardCatalog catalog, ShardResolver resolver, Duration period) {
    this.catalog = catalog;
    this.resolver = resolver;
    this.period = period;
    this.thread = new Thread(this::watch, "persistence-shard-map-" + catalog.name());
    thread.setDaemon(true);
  }

  /** Starts to watch, looking every 5 s. */
  public static ShardMapWatch start(ShardCatalog catalog, ShardResolver resolver) {
    return start(catalog, resolver, PERIOD);
  }

  /**
   * Starts to watch.
   *
   * @param resolver of this catalog's maps, or one that asks such a resolver
   * @param period how often it looks, 10 ms to 1 hour
   */
  public static ShardMapWatch start(ShardCatalog catalog, ShardResolver resolver, Duration period) {
    ShardMapWatch watch =
        new ShardMapWatch(
            Arguments.notNull("catalog", catalog),
            Arguments.notNull("resolver", resolver),
            Arguments.inRange("period", period, Duration.ofMillis(10), Duration.ofHours(1)));
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try (News news = new News(catalog.table().database())) {
      boolean failing = false;
      while (!closed) {
        news.listen();
        failing = !learn(failing);
        await(news);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether that was possible; if not, tells so unless it was like that before. */
  private boolean learn(boolean failing) {
    try {
      resolver.learn();
      return true;
    } catch (SQLException | RuntimeException failure) { // Of a driver; the next look may do.
      if (!failing) {
        LOG.warn("{} cannot be asked for a newer map", catalog, failure);
      }
      return false;
    }
  }

  private void await(News news) throws InterruptedException {
    TimeSource time = TimeSource.system();
    long dueNanos = time.nanos() + period.toNanos();
    long leftNanos = period.toNanos();
    while (!closed && leftNanos > 0 && !news.await(Duration.ofNanos(leftNanos))) {
      leftNanos = dueNanos - time.nanos();
    }
  }

  /** Ends the thread, which may still look once. Does not block. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
