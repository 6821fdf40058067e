package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WriteBehindCacheBuilderTest {

  private static WriteBehindCacheBuilder<String, String> builder() {
    return WriteBehindCache.builder("test");
  }

  private static void assertRefused(
      String message, Consumer<WriteBehindCacheBuilder<String, String>> option) {
    assertThatThrownBy(() -> option.accept(builder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void durabilityIsNeverChosenSilently() {
    assertRefused("durability is missing", options -> options.writer(batch -> {}).build());
  }

  @Test
  void writerIsNeeded() {
    assertRefused("writer is missing", options -> options.durability(Durability.memory()).build());
  }

  @Test
  void valuesOutsideTheirRangeAreRejected() {
    assertRefused("stripes is 0", options -> options.stripes(0));
    assertRefused("batchSize is 0", options -> options.batchSize(0));
    assertRefused("maxAge is PT0S", options -> options.maxAge(Duration.ZERO));
    assertRefused("capacity is 0", options -> options.capacity(0));
    assertRefused("fullWait is PT-1S", options -> options.fullWait(Duration.ofSeconds(-1)));
    assertRefused("maxAttempts is 0", options -> options.maxAttempts(0));
    assertRefused(
        "backoffBase is PT2S",
        options -> options.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertRefused("deadLetterCapacity is -1", options -> options.deadLetterCapacity(-1));
    assertRefused("closeTimeout is PT-1S", options -> options.closeTimeout(Duration.ofSeconds(-1)));
    assertRefused("leaseTime is PT0S", options -> options.leaseTime(Duration.ZERO));
    assertRefused("pollPeriod is PT0S", options -> options.pollPeriod(Duration.ZERO));
    assertRefused(
        "writeThroughTimeout is PT-1S",
        options -> options.writeThroughTimeout(Duration.ofSeconds(-1)));
  }

  @Test
  void blankNameIsRejected() {
    assertThatThrownBy(() -> WriteBehindCache.builder(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name is blank");
  }

  @Test
  void settingsAreTold() {
    try (WriteBehindCache<String, String> cache =
        builder().writer(batch -> {}).durability(Durability.memory()).batchSize(7).build()) {
      assertThat(cache.config().batchSize()).isEqualTo(7);
      assertThat(cache)
          .hasToString(
              "write-behind \"test\": durability MEMORY, stripes 2, batchSize 7, maxAge PT0.2S,"
                  + " capacity 10000, fullWait PT1S, maxAttempts 5, backoff PT0.1S to PT10S,"
                  + " deadLetterCapacity 1000, closeTimeout PT10S");
    }
  }
}
