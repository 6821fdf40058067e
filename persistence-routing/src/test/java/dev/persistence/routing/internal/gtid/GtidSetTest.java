package dev.persistence.routing.internal.gtid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.SeededRandom;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GTID sets against sets in which every id is written out. */
class GtidSetTest {

  private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
  private static final String B = "d7910f48-e57d-11f1-a828-02fc00000001";
  private static final List<String> SOURCES = List.of(A, B, A + ":blue", A + ":green");
  private static final int MOST = 12;

  /** Ids as text, {@code source:number}. */
  private static Set<String> ids(SeededRandom random) {
    Set<String> ids = new TreeSet<>();
    for (int i = random.between(0, 20); i > 0; i--) {
      ids.add(random.pick(SOURCES) + ":" + random.between(1, MOST));
    }
    return ids;
  }

  private static GtidSet set(Set<String> ids) {
    return GtidSet.parse(String.join(",\n", ids));
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> union = new TreeSet<>(first);
    union.addAll(second);
    return union;
  }

  @Test
  void containmentIsThatOfTheIds() {
    SeededRandom.forAll(
        4_000,
        random -> {
          Set<String> first = ids(random);
          Set<String> second = random.chance(0.5) ? ids(random) : subset(random, first);
          assertThat(set(first).covers(set(second))).isEqualTo(first.containsAll(second));
        });
  }

  private static Set<String> subset(SeededRandom random, Set<String> ids) {
    Set<String> some = new TreeSet<>(ids);
    some.removeIf(id -> random.chance(0.3));
    return some;
  }

  @Test
  void mergeIsTheUnionOfTheIds() {
    SeededRandom.forAll(
        4_000,
        random -> {
          Set<String> first = ids(random);
          Set<String> second = ids(random);
          assertThat(set(first).merge(set(second))).isEqualTo(set(union(first, second)));
          assertThat(set(first).merge(set(second))).hasSameHashCodeAs(set(union(first, second)));
        });
  }

  @Test
  void equalMeansTheSameIds() {
    SeededRandom.forAll(
        4_000,
        random -> {
          Set<String> first = ids(random);
          Set<String> second = random.chance(0.5) ? ids(random) : subset(random, first);
          assertThat(set(first).equals(set(second))).isEqualTo(first.equals(second));
        });
  }

  @Test
  void bothTextsAreReadBack() {
    SeededRandom.forAll(
        2_000,
        random -> {
          GtidSet set = set(ids(random));
          assertThat(GtidSet.parse(set.text())).isEqualTo(set);
          assertThat(GtidSet.parse(set.toString())).isEqualTo(set);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        A + ":1-5:6-7:9 | " + A + ":1-7:9",
        A + ":9:1-3:2-5 | " + A + ":1-5:9",
        B + ":1, " + A + ":2 | " + A + ":2," + B + ":1",
        A + ":1:blue:2-3:5 | " + A + ":1," + A + ":blue:2-3:5",
        "3E11FA47-71CA-11E1-9E33-C80AA9429562:1 | " + A + ":1"
      })
  void textOfTheServerIsReadHoweverItIsWritten(String text, String canonical) {
    String sorted = GtidSet.parse(text).toString();

    assertThat(GtidSet.parse(canonical)).hasToString(sorted);
    assertThat(Set.of(sorted.split(","))).isEqualTo(Set.of(canonical.split(",")));
  }

  @Test
  void textIsShort() {
    GtidSet set = GtidSet.parse(A + ":1-123456789," + B + ":1-987654321:1000000000");

    assertThat(set.text()).hasSizeLessThan(90);
  }

  @Test
  void emptySetHasATextAndIsCoveredByAll() {
    assertThat(GtidSet.EMPTY.text()).isNotBlank();
    assertThat(GtidSet.parse(GtidSet.EMPTY.text())).isEqualTo(GtidSet.EMPTY);
    assertThat(GtidSet.parse("")).isEqualTo(GtidSet.EMPTY);
    assertThat(GtidSet.EMPTY.covers(GtidSet.EMPTY)).isTrue();
    assertThat(GtidSet.EMPTY.covers(GtidSet.parse(A + ":1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",",
        "nonsense",
        A,
        A + ":",
        A + ":0",
        A + ":-1",
        A + ":1-",
        A + ":5-4",
        A + ":1:",
        A + ":Blue:1",
        A + ":1,,",
        A + ":9223372036854775807",
        A + ":99999999999999999999",
        "3e11fa47-71ca-11e1-9e33-c80aa942956g:1",
        "????????????????????????:1",
        "0/16B3748"
      })
  void otherTextIsRejected(String text) {
    assertThatThrownBy(() -> GtidSet.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void randomTextIsReadOrRejected() {
    SeededRandom.forAll(
        4_000,
        random -> {
          String text = random.chance(0.5) ? random.text(40) : A + ":" + random.text(10);
          try {
            GtidSet.parse(text);
          } catch (IllegalArgumentException expected) {
            assertThat(expected).isNotNull();
          }
        });
  }

  @Test
  void epochsOfServersDifferAndAreNoNegativeNumbers() {
    Set<Long> epochs = new TreeSet<>();
    for (int i = 0; i < 10_000; i++) {
      String uuid = String.format("%08x-e57d-11f1-a828-02fc00000001", i);
      epochs.add(GtidSource.epoch(GtidSource.parse(uuid).server()));
    }

    assertThat(epochs).hasSize(10_000).allMatch(epoch -> epoch >= 0);
  }
}
