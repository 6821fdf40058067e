package dev.persistence.sharding.internal.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Sums and averages of the shards' values are those of SQL. */
class NumbersTest {

  @Test
  void nullsArePassedOver() {
    assertThat(Numbers.sum(null, null)).isNull();
    assertThat(Numbers.sum(null, 2L)).isEqualTo(2L);
    assertThat(Numbers.sum(2L, null)).isEqualTo(2L);
    assertThat(Numbers.extreme(null, 2L, 1)).isEqualTo(2L);
    assertThat(Numbers.extreme(2L, null, 1)).isEqualTo(2L);
  }

  @Test
  void sumKeepsItsType() {
    assertThat(Numbers.sum(1L, 2)).isEqualTo(3L);
    assertThat(Numbers.sum(new BigDecimal("1.5"), new BigDecimal("2.50")))
        .isEqualTo(new BigDecimal("4.00"));
    assertThat(Numbers.sum(0.5, 0.25)).isEqualTo(0.75);
    assertThat(Numbers.sum(0.5f, 0.25f)).isEqualTo(0.75f);
  }

  @Test
  void sumThatIsTooLargeIsRefusedInsteadOfWrappedAround() {
    assertThatThrownBy(() -> Numbers.sum(Long.MAX_VALUE, 1L))
        .isInstanceOf(UnfitValuesException.class)
        .hasMessageContaining("decimal");
    assertThatThrownBy(() -> Numbers.sum(Long.MIN_VALUE, -1L))
        .isInstanceOf(UnfitValuesException.class);
    assertThat(Numbers.sum(Long.MAX_VALUE, Long.MIN_VALUE)).isEqualTo(-1L);
  }

  @Test
  void averageIsSumOverCount() {
    assertThat(Numbers.average(7L, 2L)).isEqualTo(new BigDecimal("3.5"));
    assertThat(Numbers.average(1L, 3L)).asString().startsWith("0.33333333333333333333");
    assertThat(Numbers.average(1.0, 4L)).isEqualTo(0.25);
    assertThat(Numbers.average(null, 0L)).isNull();
  }

  @Test
  void leastAndGreatestAreFoundByTheDatabasesOrder() {
    assertThat(Numbers.extreme(1L, 2L, -1)).isEqualTo(1L);
    assertThat(Numbers.extreme(1L, 2L, 1)).isEqualTo(2L);
    assertThat(Numbers.extreme("\uFFFD", "\uD83D\uDE00", 1)).isEqualTo("\uD83D\uDE00");
  }
}
