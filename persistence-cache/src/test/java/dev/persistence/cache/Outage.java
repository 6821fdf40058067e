package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.persistence.testkit.DatabaseNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The database is killed in the middle of 210 writes, and comes back after a while. */
final class Outage {

  private static final int KEYS = 210;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final DatabaseNode primary;
  private final Duration length;
  private final Rows rows;
  private final AtomicInteger refusals = new AtomicInteger();

  Outage(DatabaseNode primary, Duration length) {
    this.primary = primary;
    this.length = length;
    this.rows = new Rows(primary.dataSource());
  }

  private WriteBehindCache<String, Integer> cache(Durability durability) {
    return WriteBehindCache.<String, Integer>builder("outage")
        .batchSize(10)
        .maxAge(Duration.ofMillis(5))
        .backoff(Duration.ofMillis(20), Duration.ofMillis(200))
        .keys(key -> key, text -> text)
        .codec(new IntegerCodec())
        .durability(durability)
        .writer(rows)
        .build();
  }

  void assertAllArrive(Durability durability) throws Exception {
    rows.create();
    Map<String, Integer> accepted = new HashMap<>();
    try (WriteBehindCache<String, Integer> cache = cache(durability)) {
      for (int i = 0; i < KEYS; i++) {
        if (i == KEYS / 2) {
          primary.kill();
          restartAfterTheOutage();
        }
        write(cache, "k" + i, 1);
        accepted.put("k" + i, 1);
        if (i % 3 == 0) {
          write(cache, "k" + i, 2);
          accepted.put("k" + i, 2);
        }
        if (i % 10 == 0) {
          remove(cache, "k" + i);
          accepted.remove("k" + i);
        }
      }
      assertThat(cache.flush(LONG).isComplete()).isTrue();
      assertThat(cache.deadLetters()).isEmpty();
      assertThat(rows.all()).isEqualTo(accepted);
      assertThat(rows.outOfOrder()).isEmpty();
      assertThat(cache.statistics().failedBatches() + refusals.get())
          .as("there was an outage")
          .isPositive();
    }
  }

  private void restartAfterTheOutage() {
    Thread restart =
        new Thread(
            () -> {
              await().pollDelay(length).timeout(LONG).until(() -> true);
              primary.restart();
            },
            "restart");
    restart.start();
  }

  private void write(WriteBehindCache<String, Integer> cache, String key, int version) {
    accept(() -> cache.write(key, version));
  }

  private void remove(WriteBehindCache<String, Integer> cache, String key) {
    accept(() -> cache.remove(key));
  }

  /** An outbox is down with its database, and tells its callers so. */
  private void accept(Runnable operation) {
    try {
      operation.run();
    } catch (WriteBehindException refused) {
      assertThat(refused.isTransient()).isTrue();
      refusals.incrementAndGet();
      await()
          .timeout(LONG)
          .ignoreException(WriteBehindException.class)
          .until(
              () -> {
                operation.run();
                return true;
              });
    }
  }
}
