package dev.persistence.lifecycle.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.internal.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What masks make of values, in the texts in which databases show them. */
class MaskTest {

  private static final KeyedHash HASH =
      new KeyedHash("a key of the tests".getBytes(StandardCharsets.UTF_8));
  private static final Person ANN = new Person(HASH, "1");

  @ParameterizedTest
  @CsvSource({
    "37, 30",
    "-37, -30",
    "9.99, 0",
    "-9.99, 0",
    "1e3, 1000",
    "NaN,",
    "Infinity,",
    "120, 120"
  })
  void rangeIsNamedByItsNumberNearestToZero(String value, String expected) {
    assertThat(Mask.range(10).apply(value, ANN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2027-05-06, 2020-01-01",
    "2027-05-06 10:11:12, 2020-01-01 00:00:00",
    "2027-05-06 10:11:12.123456+05:30, 2020-01-01 00:00:00+05:30",
    "0005-01-01, 0001-01-01",
    "infinity,",
    "10000-01-01,",
    "0044-03-15 BC,"
  })
  void decadeKeepsTheFormOfTheTime(String value, String expected) {
    assertThat(Mask.decade().apply(value, ANN)).isEqualTo(expected);
  }

  @Test
  void textsShowNobody() {
    Person person = new Person(HASH, "anna");
    MaskedRow row =
        new MaskedRow(
            KeysetCursor.of(List.of(Identifier.of("id")), List.of("anna")), List.of("an"));
    assertThat(person.toString() + row).doesNotContain("an");
  }

  @Test
  void shiftedTimesOfOneSubjectStayAsFarApart() {
    Mask shift = Mask.shiftDays(5);
    List<String> shifted =
        List.of("2020-03-04", "2020-03-04 10:11:12.5+02").stream()
            .map(value -> shift.apply(value, ANN))
            .toList();
    assertThat(shifted.get(1)).isEqualTo(shifted.get(0) + " 10:11:12.5+02");
    assertThat(shifted.get(0)).isBetween("2020-02-28", "2020-03-09").isNotEqualTo("2020-03-04");
    assertThat(shift.apply("9999-12-31", ANN))
        .isIn(null, "9999-12-26", "9999-12-27", "9999-12-28", "9999-12-29", "9999-12-30");
    assertThat(shift.apply("0000-00-00", ANN)).isNull();
  }

  @Test
  void pseudonymFollowsFromTheValueAndTheKey() {
    Mask mask = Mask.pseudonym(List.of("Ann", "Bob", "Cleo", "Dan", "Eve"));
    assertThat(mask.apply("Mary", ANN))
        .isEqualTo(mask.apply("Mary", new Person(HASH, "2")))
        .isIn("Ann", "Bob", "Cleo", "Dan", "Eve");
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l");
    assertThat(names.stream().map(name -> mask.apply(name, ANN)).distinct()).hasSizeGreaterThan(2);
    assertThat(mask.longest()).isEqualTo(4);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> Mask.pseudonym(List.of("a"))).hasMessageContaining("dictionary");
    assertThatThrownBy(() -> Mask.range(1)).hasMessage("width is 1; allowed: 2 to 1000000000");
    assertThatThrownBy(() -> Mask.shiftDays(0)).hasMessageContaining("most");
    assertThatThrownBy(() -> new KeyedHash(new byte[15])).hasMessageContaining("bytes of key");
  }
}
