package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.DatabaseNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An outbox in the database that it is for, on one engine: its writers and its server die. */
abstract class OutboxFaultSuite {

  private static final int SCALE = Integer.getInteger("persistence.test.scale", 1);
  private static final int KILLS = SCALE == 1 ? 2 : 5 * SCALE;

  private final DatabaseNode primary;

  OutboxFaultSuite(DatabaseNode primary) {
    this.primary = primary;
  }

  @Test
  void nothingAcknowledgedIsLostWhenProcessesAreKilled() throws Exception {
    Outboxes.create("killed", primary.dataSource());
    new KilledProcesses(primary).assertNothingIsLost(KILLS, "outbox", "killed");
  }

  @Test
  void nothingIsLostWhenTheServerIsKilled() throws Exception {
    new Outage(primary, Duration.ofMillis(500))
        .assertAllArrive(Durability.logged(Outboxes.create("outage", primary.dataSource())));
  }

  @Test
  void poisonBecomesADeadLetterAndTheRestLeavesTheOutbox() throws Exception {
    AtomicInteger written = new AtomicInteger();
    try (WriteBehindCache<String, Integer> cache =
        WriteBehindCache.<String, Integer>builder("poisoned")
            .maxAttempts(2)
            .backoff(Duration.ofMillis(1), Duration.ofMillis(5))
            .keys(key -> key, text -> text)
            .codec(new IntegerCodec())
            .durability(Durability.logged(Outboxes.create("poisoned", primary.dataSource())))
            .writer(
                batch -> {
                  if (batch.stream().anyMatch(each -> each.key().equals("k7"))) {
                    throw new IllegalStateException("poison");
                  }
                  written.addAndGet(batch.size());
                })
            .build()) {
      for (int i = 0; i < 20; i++) {
        cache.write("k" + i, i);
      }
      assertThat(cache.flush(Duration.ofSeconds(30)).isComplete()).isTrue();
      assertThat(written).hasValue(19);
      assertThat(cache.deadLetters())
          .extracting(letter -> letter.operation().key())
          .containsExactly("k7");
    }
  }
}
