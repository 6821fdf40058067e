package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.TieredCacheTest.TextCodec;
import dev.persistence.cache.store.ReferenceStore;
import dev.persistence.core.TimeSource;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong settings are refused with the option, the value and what is allowed. */
class TieredCacheBuilderTest {

  private static TieredCacheBuilder<Long, String> builder() {
    return TieredCache.<Long, String>builder("numbers").near(Near.maximumSize(10));
  }

  private static void refused(
      UnaryOperator<TieredCacheBuilder<Long, String>> setting, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setting.apply(builder()).build().close())
        .withMessageContaining(message)
        .withMessageContaining("allowed:");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE / 1_000_000})
  void timeToLiveThatIsNoneIsRefused(long millis) {
    refused(builder -> builder.ttl(Duration.ofMillis(millis)), "ttl is");
    refused(builder -> builder.negativeTtl(Duration.ofMillis(millis)), "negativeTtl is");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 51})
  void jitterOutsideItsRangeIsRefused(int percent) {
    refused(builder -> builder.jitterPercent(percent), "jitterPercent is " + percent);
  }

  @Test
  void boundBelowTwoHeartbeatsIsRefused() {
    refused(
        builder -> builder.bound(Duration.ofMillis(1999)).heartbeat(Duration.ofSeconds(1)),
        "bound is PT1.999S");
  }

  @Test
  void softDeadlineBeyondTheHardOneIsRefused() {
    refused(builder -> builder.hardDeadline(Duration.ofMillis(99)), "softDeadline is PT0.1S");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 100.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refreshAheadOutsideItsRangeIsRefused(double beta) {
    refused(builder -> builder.refreshAhead(beta), "refreshAhead is " + beta);
  }

  @Test
  void cacheWithoutATierIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TieredCache.<Long, String>builder("numbers").build())
        .withMessageContaining("near and store are missing");
  }

  @Test
  void storeNeedsACodecAndACodecNeedsAStore() {
    refused(builder -> builder.store(new ReferenceStore(TimeSource.system())), "codec is missing");
    refused(builder -> builder.codec(new TextCodec()), "codec is given without a store");
    refused(builder -> builder.strict(), "strict is set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a:b", "a\nb"})
  void nameThatIsNoPrefixIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> TieredCache.builder(name));
  }

  @Test
  void keyThatHasNoTextOfItsOwnIsRefusedAtTheCall() {
    try (TieredCache<Object, String> cache =
        TieredCache.<Object, String>builder("objects")
            .near(Near.maximumSize(10))
            .loader((KeyLoader<Object, String>) key -> "value")
            .build()) {
      assertThat(cache.get("text")).isEqualTo("value");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cache.get(new Object()))
          .withMessageContaining("TieredCacheBuilder.keys");
    }
  }

  @Test
  void valueOverTheLimitIsRefusedByPutAndServedByGet() {
    String large = "x".repeat(2000);
    try (ReferenceStore store = new ReferenceStore(TimeSource.system());
        TieredCache<Long, String> cache =
            TieredCache.<Long, String>builder("large")
                .store(store)
                .codec(new TextCodec())
                .loader((KeyLoader<Long, String>) key -> large)
                .maxValueBytes(1024)
                .build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cache.put(1L, large))
          .withMessageContaining("bytes of a value");
      assertThat(cache.get(1L)).isEqualTo(large);
      assertThat(cache.lookup(1L).state()).isEqualTo(Lookup.State.ABSENT);
    }
  }

  @Test
  void whatTheCacheWasNotGivenIsSaid() {
    try (TieredCache<Long, String> cache = builder().build()) {
      assertThatThrownBy(() -> cache.get(1L))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has no loader");
      assertThatThrownBy(() -> cache.remove(1L)).hasMessageContaining("has no writer");
      assertThatThrownBy(() -> cache.invalidateTag("t")).hasMessageContaining("knows no tags");
    }
  }
}
