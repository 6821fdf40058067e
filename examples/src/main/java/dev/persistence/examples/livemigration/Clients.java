package dev.persistence.examples.livemigration;

import dev.persistence.core.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * The clients of one version: each renames a user of its own every few milliseconds and reads the
 * name back, which must be what it has just written.
 */
final class Clients implements AutoCloseable {

  private static final Duration BETWEEN = Duration.ofMillis(5);

  private final DataSource source;
  private final Version version;
  private final Timeline timeline;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong writes = new AtomicLong();

  /** Set once, by whoever ends them; read by each client before each write. */
  private volatile boolean ended;

  Clients(DataSource source, Version version, Timeline timeline) {
    this.source = source;
    this.version = version;
    this.timeline = timeline;
  }

  void start(int first, int clients) {
    for (int client = first; client < first + clients; client++) {
      int number = client;
      threads.execute(() -> work(number));
    }
  }

  private void work(int client) {
    SplittableRandom random = new SplittableRandom(client);
    while (!ended) {
      int id = LiveMigration.userOf(client, random);
      String first = "first" + random.nextInt(1_000);
      String last = "last" + random.nextInt(1_000);
      long started = System.nanoTime();
      timeline.add(wrote(id, first, last), System.nanoTime() - started);
      writes.incrementAndGet();
      try {
        TimeSource.system().sleep(BETWEEN);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Returns whether the name is in the database as both versions see it. */
  private boolean wrote(int id, String first, String last) {
    try (Connection connection = source.getConnection()) {
      version.rename(connection, id, first, last);
      return version.name(connection, id).equals(first + " " + last);
    } catch (SQLException failure) {
      return false;
    }
  }

  /** Returns when so many more writes were made. */
  void awaitWrites(int more) throws InterruptedException {
    long enough = writes.get() + more;
    while (writes.get() < enough) {
      TimeSource.system().sleep(BETWEEN);
    }
  }

  /** Lets each client end its write. */
  @Override
  public void close() throws InterruptedException {
    ended = true;
    threads.shutdown();
    if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("a client does not end");
    }
  }
}
