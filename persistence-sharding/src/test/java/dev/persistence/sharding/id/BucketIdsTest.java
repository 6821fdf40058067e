package dev.persistence.sharding.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.persistence.sharding.hash.HashScheme;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.time.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BucketIdsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SettableClock clock = new SettableClock();
  private final BucketIds ids = builder().build();

  private BucketIdsBuilder builder() {
    return BucketIds.builder().clock(clock).random(new Random(1));
  }

  @BeforeEach
  void startTheClock() {
    clock.set(START);
  }

  @Test
  void bucketAndTimeAreReadBack() {
    SeededRandom.forAll(
        500,
        random -> {
          int bits = random.between(1, 13);
          BucketIds source = builder().buckets(1 << bits).build();
          clock.set(START.plusMillis(random.between(0, Integer.MAX_VALUE)));
          int bucket = random.between(0, (1 << bits) - 1);
          long id = source.next(bucket);
          assertThat(id).isPositive();
          assertThat(source.bucketOf(id)).isEqualTo(bucket);
          assertThat(HashScheme.embedded().bucketOf(id, bits)).isEqualTo(bucket);
          assertThat(source.timeOf(id)).isEqualTo(clock.instant());
        });
  }

  @Test
  void bucketKeepsItsPlaceWhenBucketsAreSplit() {
    long id = builder().buckets(1024).build().next(700);
    assertThat(HashScheme.embedded().bucketOf(id, 11) / 2).isEqualTo(700);
    assertThat(HashScheme.embedded().bucketOf(id, 9)).isEqualTo(350);
  }

  @Test
  void idsGrowWithTime() {
    long before = ids.next(4_095);
    clock.advance(Duration.ofMillis(1));
    assertThat(ids.next(0)).isGreaterThan(before);
  }

  @Test
  void numbersOfAMillisecondStartAtRandom() {
    Set<Long> starts = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      clock.advance(Duration.ofMillis(1));
      starts.add(ids.next(0) & 1023);
    }
    assertThat(starts).hasSizeGreaterThan(30);
  }

  @Test
  void milliSecondHas1024NumbersAndThenTheNextOneBegins() {
    Set<Long> made = new HashSet<>();
    for (int i = 0; i < 1_024; i++) {
      long id = ids.next(7);
      assertThat(made.add(id)).isTrue();
      assertThat(ids.timeOf(id)).isEqualTo(START);
    }
    assertThat(ids.timeOf(ids.next(7))).isEqualTo(START.plusMillis(1));
  }

  @Test
  void refusesBeyondItsLead() {
    BucketIds strict = builder().lead(Duration.ZERO).build();
    for (int i = 0; i < 1_024; i++) {
      strict.next(7);
    }
    assertThatExceptionOfType(BucketIdException.class)
        .isThrownBy(() -> strict.next(7))
        .withMessageContaining("more than 1,024 ids a millisecond")
        .matches(BucketIdException::isTransient);
    clock.advance(Duration.ofMillis(1));
    assertThat(strict.timeOf(strict.next(7))).isEqualTo(clock.instant());
  }

  @Test
  void clockThatGoesBackALittleRepeatsNoId() {
    long before = ids.next(7);
    clock.set(START.minusMillis(900));
    long after = ids.next(7);
    assertThat(after).isNotEqualTo(before);
    assertThat(ids.timeOf(after)).isEqualTo(START);
  }

  @Test
  void clockThatGoesBackFarIsRefusedUntilItHasCaughtUp() {
    ids.next(7);
    clock.set(START.minus(Duration.ofHours(1)));
    assertThatExceptionOfType(BucketIdException.class)
        .isThrownBy(() -> ids.next(7))
        .matches(BucketIdException::isTransient);
    clock.set(START);
    assertThat(ids.timeOf(ids.next(7))).isEqualTo(START);
  }

  @Test
  void timeOutsideOf40BitsIsRefused() {
    Instant origin = Instant.parse("2025-01-01T00:00:00Z");
    clock.set(origin.plusMillis((1L << 40) - 1));
    assertThat(ids.next(8 * 511)).isPositive();
    for (Instant outside : new Instant[] {origin.plusMillis(1L << 40), origin.minusMillis(1)}) {
      clock.set(outside);
      assertThatExceptionOfType(BucketIdException.class)
          .isThrownBy(() -> builder().build().next(7))
          .matches(e -> !e.isTransient());
    }
  }

  @Test
  void threadsNeverGetOneIdTwice() {
    BucketIds system = BucketIds.builder().lead(Duration.ofMinutes(1)).build();
    Set<Long> made = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(i -> assertThat(made.add(system.next(7))).isTrue());
  }

  @Test
  void wrongOptionsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder().buckets(16_384));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().buckets(1_000));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().lead(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> ids.next(4_096));
    assertThatIllegalArgumentException().isThrownBy(() -> ids.next(-1));
  }
}
