package dev.persistence.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.keyset.KeyOrder.Span;
import dev.persistence.core.sql.Identifier;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrideTest {

  private static final Identifier ID = Identifier.of("id");
  private static final int ROWS = 10;

  private final Stride stride = new Stride();

  private static KeysetCursor at(Object id) {
    return KeysetCursor.of(List.of(ID), List.of(id));
  }

  private static KeysetCursor ofTwo(long first) {
    return KeysetCursor.of(List.of(ID, Identifier.of("line")), List.of(first, 1L));
  }

  private static Span to(KeysetCursor last) {
    return new Span(ROWS, last);
  }

  @Test
  void beforeAnythingIsMeasuredNothingIsReckoned() {
    assertThat(stride.next(at(0), at(100), ROWS)).isNull();
  }

  @Test
  void threeBatchesAreReckonedAfterOneThatWasMeasured() {
    for (int round = 0; round < 3; round++) {
      stride.measured(at(0), to(at(10)));
      assertThat(stride.next(at(10), at(1_000), ROWS)).isEqualTo(to(at(20)));
      assertThat(stride.next(at(20), at(1_000), 100)).isEqualTo(new Span(100, at(120)));
      assertThat(stride.next(at(120), at(1_000), 1)).isEqualTo(new Span(1, at(121)));
      assertThat(stride.next(at(121), at(1_000), ROWS)).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, true",
    "0, 20, true",
    "0, 21, false",
    "-20, 0, true",
    "-21, 0, false",
    "-9223372036854775808, 9223372036854775807, false",
    "-9223372036854775808, 0, false",
  })
  void onlyNumbersWithFewGapsAreReckoned(long before, long last, boolean reckoned) {
    stride.measured(at(before), to(at(last)));
    assertThat(stride.next(at(0), at(1_000), ROWS) != null).isEqualTo(reckoned);
  }

  @Test
  void gapsThatAreMeasuredLaterEndIt() {
    stride.measured(at(0), to(at(10)));
    stride.measured(at(10), to(at(1_000)));
    assertThat(stride.next(at(1_000), at(2_000), ROWS)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 21, 20",
    "10, 20,",
    "10, 11,",
    "10, 10,",
    "10, 9,",
    "-5, 6, 5",
    "9223372036854775796, 9223372036854775807, 9223372036854775806",
    "9223372036854775797, 9223372036854775807,",
    "9223372036854775807, -9223372036854775808,",
    "-9223372036854775808, 9223372036854775807, -9223372036854775798",
  })
  void theLastBatchIsMeasured(long position, long end, @Nullable Long expected) {
    stride.measured(at(0), to(at(10)));
    assertThat(stride.next(at(position), at(end), ROWS))
        .isEqualTo(expected == null ? null : to(at(expected)));
  }

  static Stream<KeysetCursor> others() {
    return Stream.of(at("10"), ofTwo(10), null);
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherKeysAreMeasured(@Nullable KeysetCursor other) {
    stride.measured(other, to(at(10)));
    assertThat(stride.next(at(10), at(100), ROWS)).isNull();
    stride.measured(at(0), to(at(10)));
    assertThat(stride.next(other, at(100), ROWS)).isNull();
    assertThat(stride.next(at(10), other, ROWS)).isNull();
    assertThat(stride.next(at(10), at(100), ROWS)).isNotNull();
  }

  @Test
  void aSpanOfAnotherKeyEndsIt() {
    stride.measured(ofTwo(0), to(ofTwo(10)));
    assertThat(stride.next(ofTwo(10), ofTwo(100), ROWS)).isNull();
  }
}
