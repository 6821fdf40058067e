package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.sharding.hash.HashScheme;
import dev.persistence.sharding.id.UuidV7;
import dev.persistence.testkit.time.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Keys as applications make them fill 4,096 buckets as evenly as chance does, and not better. */
class SpreadTest {

  private static final int BITS = 12;
  private static final int KEYS = 400_000;
  private static final HashScheme SCHEME = HashScheme.mix64();

  @Test
  void sequentialNumbersSpread() {
    assertNumbersSpread(n -> n);
    assertNumbersSpread(n -> -n);
    assertNumbersSpread(n -> 1_000_000_000L + 16 * n);
  }

  /** 41 bits milliseconds, 10 bits machine, 12 bits sequence, one id in about a millisecond. */
  @Test
  void snowflakesSpread() {
    assertNumbersSpread(n -> ((1_700_000_000_000L + n) << 22) | (37 << 12));
    assertNumbersSpread(n -> ((1_700_000_000_000L + n / 3) << 22) | (37 << 12) | (n % 3));
  }

  @Test
  void numbersWithEqualHalvesSpread() {
    assertNumbersSpread(n -> (n << 32) | n);
  }

  @Test
  void uuidsInOrderOfTimeSpread() {
    SettableClock clock = new SettableClock();
    clock.set(Instant.parse("2026-01-01T00:00:00Z"));
    UuidV7 ids = UuidV7.of(clock, new Random(1));
    assertSpread(
        n -> {
          if (n % 5 == 0) {
            clock.advance(Duration.ofMillis(1));
          }
          return SCHEME.bucketOf(ids.next(), BITS);
        });
  }

  @Test
  void textWithANumberSpreads() {
    assertSpread(n -> SCHEME.bucketOf("customer-" + n, BITS));
    assertSpread(n -> SCHEME.bucketOf("user" + n + "@example.org", BITS));
  }

  private static void assertNumbersSpread(LongUnaryOperator keys) {
    assertSpread(n -> SCHEME.bucketOf(keys.applyAsLong(n), BITS));
  }

  private static void assertSpread(IntUnaryOperator buckets) {
    int[] counts = new int[1 << BITS];
    for (int n = 0; n < KEYS; n++) {
      counts[buckets.applyAsInt(n)]++;
    }
    double expected = (double) KEYS / counts.length;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    assertThat(chiSquare / (counts.length - 1)).isBetween(0.9, 1.1);
  }
}
