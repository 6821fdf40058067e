package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.persistence.testkit.SeededRandom;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyTypeTest {

  private static final UUID SOME_UUID = new UUID(1, 2);

  private static final List<Long> EDGES =
      List.of(
          Long.MIN_VALUE,
          Integer.MIN_VALUE - 1L,
          (long) Integer.MIN_VALUE,
          (long) Short.MIN_VALUE,
          -129L,
          -128L,
          -1L,
          0L,
          1L,
          127L,
          128L,
          (long) Short.MAX_VALUE,
          (long) Integer.MAX_VALUE,
          Integer.MAX_VALUE + 1L,
          Long.MAX_VALUE);

  @Test
  void allRepresentationsOfOneNumberAreOneKey() {
    EDGES.forEach(KeyTypeTest::assertOneKey);
    SeededRandom.forAll(
        2_000, random -> assertOneKey(random.nextLong() >> random.between(0, Long.SIZE - 1)));
  }

  private static void assertOneKey(long number) {
    representations(number)
        .forEach(
            key ->
                assertThat(KeyType.INT8.canonical(key))
                    .as("%s of %d", key.getClass(), number)
                    .isEqualTo(number));
  }

  /** Returns every way to say the number, as far as it fits. */
  static Stream<Object> representations(long number) {
    BigDecimal decimal = BigDecimal.valueOf(number);
    Stream<Object> wide =
        Stream.of(
            number,
            BigInteger.valueOf(number),
            decimal,
            decimal.setScale(3),
            decimal.stripTrailingZeros());
    Stream<Object> narrow =
        Stream.<Object>of((int) number, (short) number, (byte) number)
            .filter(each -> ((Number) each).longValue() == number);
    return Stream.concat(wide, narrow);
  }

  static Stream<Object> noWholeNumbers() {
    BigInteger aboveLong = BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE);
    return Stream.of(
        1.0,
        1.0f,
        "1",
        '1',
        true,
        new AtomicLong(1),
        SOME_UUID,
        aboveLong,
        aboveLong.negate().subtract(BigInteger.ONE),
        new BigDecimal(aboveLong),
        new BigDecimal("1.5"),
        new BigDecimal("1E+1000000000"),
        new BigDecimal("1E-1000000000"));
  }

  @ParameterizedTest
  @MethodSource("noWholeNumbers")
  void whatIsNoWholeNumberOf64BitsIsRefused(Object key) {
    assertThatExceptionOfType(ShardKeyException.class)
        .isThrownBy(() -> KeyType.INT8.canonical(key))
        .withMessageContaining("A value of class " + key.getClass().getName())
        .withMessageContaining("no shard key of type INT8");
  }

  @Test
  void nullIsNoKeyOfAnyType() {
    for (KeyType<?> type : List.of(KeyType.INT8, KeyType.TEXT, KeyType.UUID)) {
      assertThatExceptionOfType(ShardKeyException.class)
          .isThrownBy(() -> type.canonical(null))
          .withMessageContaining("Null is no shard key of type " + type);
    }
  }

  @Test
  void textIsAStringAlone() {
    assertThat(KeyType.TEXT.canonical("42")).isEqualTo("42");
    for (Object key : List.of(42L, CharBuffer.wrap("42"), 'a', SOME_UUID)) {
      assertThatExceptionOfType(ShardKeyException.class)
          .isThrownBy(() -> KeyType.TEXT.canonical(key));
    }
  }

  @Test
  void halfASurrogatePairIsNoText() {
    assertThat(KeyType.TEXT.canonical("\uD83D\uDE00")).isEqualTo("\uD83D\uDE00");
    for (String key : List.of("ada\uD800", "\uDC00ada", "ada\uD800\uD800\uDC00", "\uDC00\uD800")) {
      assertThatExceptionOfType(ShardKeyException.class)
          .isThrownBy(() -> KeyType.TEXT.canonical(key))
          .satisfies(e -> assertThat(e.toString()).doesNotContain("ada"));
    }
  }

  @Test
  void uuidIsNoText() {
    assertThat(KeyType.UUID.canonical(SOME_UUID)).isEqualTo(SOME_UUID);
    for (Object key : List.of(SOME_UUID.toString(), 42L)) {
      assertThatExceptionOfType(ShardKeyException.class)
          .isThrownBy(() -> KeyType.UUID.canonical(key));
    }
  }

  @Test
  void refusalDoesNotTellTheKey() {
    assertThatExceptionOfType(ShardKeyException.class)
        .isThrownBy(() -> KeyType.INT8.canonical("ada@example.org"))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("ada"));
    assertThatExceptionOfType(ShardKeyException.class)
        .isThrownBy(() -> KeyType.INT8.canonical(new BigDecimal("4711.5")))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("4711"));
  }
}
