package dev.persistence.sharding.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.persistence.testkit.time.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UuidV7Test {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SettableClock clock = new SettableClock();
  private final UuidV7 ids = UuidV7.of(clock, new Random(1));

  @BeforeEach
  void startTheClock() {
    clock.set(START);
  }

  @Test
  void hasTheFieldsOfTheRfc() {
    UUID id = ids.next();
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(UuidV7.millisOf(id)).isEqualTo(START.toEpochMilli());
  }

  /** The example of RFC 9562, appendix A.6. */
  @Test
  void timeOfTheRfcsExampleIsRead() {
    UUID example = UUID.fromString("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
    assertThat(UuidV7.millisOf(example))
        .isEqualTo(Instant.parse("2022-02-22T19:22:22Z").toEpochMilli());
  }

  @Test
  void uuidOfAnotherVersionHasNoTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UuidV7.millisOf(UUID.randomUUID()))
        .withMessage("version is 4; allowed: 7");
  }

  @Test
  void growsWithinAMillisecondAndBeyondItsCounter() {
    assertGrow(IntStream.range(0, 20_000).mapToObj(i -> ids.next()).toList());
  }

  @Test
  void growsWhenTheClockGoesBack() {
    UUID before = ids.next();
    clock.set(START.minus(Duration.ofHours(1)));
    UUID after = ids.next();
    assertGrow(List.of(before, after));
    assertThat(UuidV7.millisOf(after)).isEqualTo(START.toEpochMilli());
  }

  @Test
  void followsTheClockAgain() {
    ids.next();
    clock.advance(Duration.ofMillis(5));
    assertThat(UuidV7.millisOf(ids.next())).isEqualTo(START.toEpochMilli() + 5);
  }

  @Test
  void threadsNeverGetOneTwice() {
    UuidV7 system = UuidV7.system();
    Set<Long> counted = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(i -> assertThat(counted.add(system.next().getMostSignificantBits())).isTrue());
  }

  private static void assertGrow(List<UUID> uuids) {
    for (int i = 1; i < uuids.size(); i++) {
      assertThat(uuids.get(i).toString()).isGreaterThan(uuids.get(i - 1).toString());
    }
  }
}
