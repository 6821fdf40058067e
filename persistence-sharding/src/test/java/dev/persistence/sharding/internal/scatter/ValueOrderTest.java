package dev.persistence.sharding.internal.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.SeededRandom;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Values are ordered as the databases order them, which is not always as Java does. */
class ValueOrderTest {

  private static int compare(Object a, Object b) {
    int result = Integer.signum(ValueOrder.INSTANCE.compare(a, b));
    assertThat(Integer.signum(ValueOrder.INSTANCE.compare(b, a))).isEqualTo(-result);
    return result;
  }

  @Test
  void textIsOrderedByItsCodePoints() {
    SeededRandom.forAll(
        500,
        random -> {
          String a = random.text(4);
          String b = random.text(4);
          int bytes =
              Arrays.compareUnsigned(
                  a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
          assertThat(compare(a, b)).isEqualTo(Integer.signum(bytes));
        });
    assertThat(compare("\uFFFD", "\uD83D\uDE00")).isEqualTo(-1);
    assertThat(compare("a", "a ")).isEqualTo(-1);
  }

  @Test
  void uuidsAreOrderedAsUnsignedNumbers() {
    UUID low = UUID.fromString("7fffffff-ffff-7fff-8fff-ffffffffffff");
    UUID high = UUID.fromString("80000000-0000-7000-8000-000000000000");
    assertThat(compare(low, high)).isEqualTo(-1);
    assertThat(low.compareTo(high)).as("Java's own order").isEqualTo(1);
  }

  @Test
  void numbersAreComparedWhateverTheirTypes() {
    assertThat(compare(1L, 2)).isEqualTo(-1);
    assertThat(compare(new BigDecimal("1.0"), new BigDecimal("1.00"))).isZero();
    assertThat(compare(BigInteger.ONE.shiftLeft(64), Long.MAX_VALUE)).isEqualTo(1);
    assertThat(compare(0.0, -0.0)).isZero();
    assertThat(compare(Double.NaN, Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(compare(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(-1);
  }

  @Test
  void bytesAreUnsignedAndTimesAreExact() {
    assertThat(compare(new byte[] {127}, new byte[] {-128})).isEqualTo(-1);
    assertThat(compare(new byte[] {1}, new byte[] {1, 0})).isEqualTo(-1);
    Timestamp earlier = new Timestamp(0);
    Timestamp later = new Timestamp(0);
    later.setNanos(1_000);
    assertThat(compare(earlier, later)).isEqualTo(-1);
    assertThat(compare(false, true)).isEqualTo(-1);
  }

  @Test
  void valuesWithoutAnOrderAreRefused() {
    assertThatThrownBy(() -> compare(1L, "1")).isInstanceOf(UnfitValuesException.class);
    assertThatThrownBy(() -> compare(new Object(), new Object()))
        .isInstanceOf(UnfitValuesException.class);
  }
}
