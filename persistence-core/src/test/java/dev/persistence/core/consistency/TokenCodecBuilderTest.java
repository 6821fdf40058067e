package dev.persistence.core.consistency;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TokenCodecBuilderTest {

  private final TokenCodecBuilder builder = TokenCodec.builder();

  private static void rejected(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void codecWithoutAKeyIsNotBuilt() {
    rejected(
        () -> builder.clusters("orders").build(),
        "key is missing; allowed: 16 to 1024 random bytes");
  }

  @Test
  void codecWithoutAClusterOrWithTooManyIsNotBuilt() {
    builder.key(new byte[16]);
    rejected(builder::build, "number of clusters is 0; allowed: 1 to 16");
    IntStream.range(0, 17).forEach(i -> builder.clusters("c" + i));
    rejected(builder::build, "number of clusters is 17; allowed: 1 to 16");
  }

  @Test
  void shortAndHugeKeysAreRejectedWithoutShowingThem() {
    rejected(() -> builder.key(new byte[15]), "key.length is 15; allowed: 16 to 1024");
    rejected(
        () -> builder.previousKey(new byte[1025]),
        "previousKey.length is 1025; allowed: 16 to 1024");
  }

  @Test
  void twoEqualKeysAreRejected() {
    builder.clusters("orders").key(new byte[16]).previousKey(new byte[16]);
    rejected(builder::build, "previousKey is the same as key; allowed: another one, or none");
  }

  @Test
  void timesOutOfTheirRangeAreRejected() {
    rejected(
        () -> builder.timeToLive(Duration.ofMillis(999)),
        "timeToLive is PT0.999S; allowed: PT1S to PT24H");
    rejected(
        () -> builder.timeToLive(Duration.ofDays(2)),
        "timeToLive is PT48H; allowed: PT1S to PT24H");
    rejected(
        () -> builder.clockSkew(Duration.ofNanos(-1)),
        "clockSkew is PT-0.000000001S; allowed: PT0S to PT1H");
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void nullIsRejected() {
    rejected(() -> builder.key(null), "key is null; allowed: any value but null");
    rejected(() -> builder.listener(null), "listener is null; allowed: any value but null");
    rejected(() -> builder.clock(null), "clock is null; allowed: any value but null");
    rejected(() -> builder.clusters(" "), "cluster is blank; allowed: text that is not blank");
  }
}
