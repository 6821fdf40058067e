package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogPositionTest {

  private static final long SEGMENT = 16 * 1024 * 1024;

  @ParameterizedTest
  @CsvSource({
    "0/2000018, 0/2000018", // offset 24 on the first page of a segment: inside its long header
    "0/2000028, 0/2000000", // offset 40 there: right behind the long header
    "0/2002018, 0/2002000", // offset 24 on another page: right behind the short header
    "0/2002028, 0/2002028", // offset 40 there: the end of a record that began a page earlier
    "0/2002019, 0/2002019",
    "0/20020A0, 0/20020A0",
    "1A/FF002018, 1A/FF002000"
  })
  void pageHeaderWithoutRecordIsTakenOff(String reported, String normalized) {
    long value = LogPosition.parse(reported).value();

    assertThat(LogPosition.normalized(value, SEGMENT).text()).isEqualTo(normalized);
  }

  @Test
  void segmentSizeDecidesWhichPagesAreFirst() {
    long value = LogPosition.parse("0/2100028").value();

    assertThat(LogPosition.normalized(value, 1024 * 1024).text()).isEqualTo("0/2100000");
    assertThat(LogPosition.normalized(value, SEGMENT).text()).isEqualTo("0/2100028");
  }

  @Test
  void textIsReadBack() {
    SeededRandom.forAll(
        1000,
        random -> {
          LogPosition position = new LogPosition(random.nextLong());
          assertThat(LogPosition.parse(position.text())).isEqualTo(position);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "/", "0/", "/0", "G/0", "0/123456789", "0/0 ", "-1/0", "0/0/0"})
  void otherTextIsRejected(String text) {
    assertThatThrownBy(() -> LogPosition.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed:");
  }

  @Test
  void mergeIsTheLaterOne() {
    LogPosition early = new LogPosition(100);
    LogPosition late = new LogPosition(-1); // Unsigned, the largest.

    assertThat(early.merge(late)).isEqualTo(late);
    assertThat(late.merge(early)).isEqualTo(late);
    assertThat(early.merge(early)).isEqualTo(early);
  }

  @Test
  void coversItselfAndWhatIsBefore() {
    LogPosition position = new LogPosition(100);

    assertThat(position.covers(new LogPosition(100))).isTrue();
    assertThat(position.covers(new LogPosition(99))).isTrue();
    assertThat(position.covers(new LogPosition(101))).isFalse();
  }
}
