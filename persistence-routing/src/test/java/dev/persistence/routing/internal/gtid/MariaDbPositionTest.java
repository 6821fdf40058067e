package dev.persistence.routing.internal.gtid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions of domains under one primary. */
class MariaDbPositionTest {

  private static final int PRIMARY = 2;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2/0-2-103     | 2/0-2-103     | true", // the same
        "2/0-2-104     | 2/0-2-103     | true", // later
        "2/0-2-102     | 2/0-2-103     | false",
        "2/0-2-103     | 2/0-1-100     | true", // what the primary inherited
        "2/0-2-100     | 2/0-1-100     | false", // another transaction of the same number
        "2/0-1-105     | 2/0-2-103     | false", // the end of the old primary's history, lost
        "2/0-3-105     | 2/0-1-100     | false", // nobody knows which of the two came first
        "2/0-2-5,1-2-7 | 2/1-2-7       | true",
        "2/0-2-5       | 2/0-2-5,1-2-1 | false", // a domain that it lacks
        "2/            | 2/            | true",
        "2/            | 2/0-2-1       | false",
        "1/0-2-103     | 2/0-2-103     | false", // under another primary
        "-1/           | 2/0-2-103     | true",
        "2/0-2-103     | -1/           | false"
      })
  void coversWhatCameBeforeInTheHistoryOfItsPrimary(String reached, String wanted, boolean covers) {
    assertThat(MariaDbPosition.parse(reached).covers(MariaDbPosition.parse(wanted)))
        .isEqualTo(covers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2/0-2-103     | 2/0-2-104 | 2/0-2-104",
        "2/0-2-103     | 2/1-1-7   | 2/0-2-103,1-1-7",
        "2/0-2-103     | 2/0-1-100 | 2/0-2-103",
        "2/0-2-103     | 2/0-1-103 | 2/0-2-104", // only the primary's next one can cover both
        "2/0-1-7       | 2/0-3-5   | 2/0-2-8",
        "2/0-2-103     | 1/0-2-103 | -1/"
      })
  void mergeIsTheLeastThatCoversBoth(String first, String second, String merged) {
    MariaDbPosition one = MariaDbPosition.parse(first);
    MariaDbPosition other = MariaDbPosition.parse(second);

    assertThat(one.merge(other).text()).isEqualTo(merged);
    assertThat(other.merge(one).text()).isEqualTo(merged);
  }

  private static MariaDbPosition position(SeededRandom random) {
    List<String> gtids = new ArrayList<>();
    for (int domain = 0; domain < 2; domain++) {
      if (random.chance(0.7)) {
        gtids.add(domain + "-" + random.between(1, 3) + "-" + random.between(1, 4));
      }
    }
    return MariaDbPosition.of(random.chance(0.95) ? PRIMARY : PRIMARY + 1, String.join(",", gtids));
  }

  @Test
  void mergeIsALeastUpperBound() {
    SeededRandom.forAll(
        8_000,
        random -> {
          MariaDbPosition a = position(random);
          MariaDbPosition b = position(random);
          MariaDbPosition c = position(random);
          assertThat(a.merge(a)).isEqualTo(a);
          assertThat(a.merge(b)).isEqualTo(b.merge(a));
          assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
          assertThat(a.merge(b).covers(a) && a.merge(b).covers(b)).isTrue();
          if (c.covers(a) && c.covers(b)) {
            assertThat(c.covers(a.merge(b))).isTrue();
          }
        });
  }

  @Test
  void coveringIsAnOrder() {
    SeededRandom.forAll(
        8_000,
        random -> {
          MariaDbPosition a = position(random);
          MariaDbPosition b = position(random);
          MariaDbPosition c = position(random);
          assertThat(a.covers(a)).isTrue();
          assertThat(a.covers(b) && b.covers(a)).isEqualTo(a.equals(b));
          if (a.covers(b) && b.covers(c)) {
            assertThat(a.covers(c)).isTrue();
          }
        });
  }

  /** Two histories that part: the old primary's end is lost with it. */
  @Test
  void whatWasLostInAFailoverIsNeverCovered() {
    SeededRandom.forAll(
        2_000,
        random -> {
          int shared = random.between(1, 50);
          int lost = shared + random.between(1, 50);
          int since = shared + random.between(1, 100);
          MariaDbPosition replica = MariaDbPosition.of(PRIMARY, "0-2-" + since);
          assertThat(replica.covers(MariaDbPosition.of(PRIMARY, "0-1-" + shared))).isTrue();
          assertThat(MariaDbPosition.of(PRIMARY, "0-1-" + lost).covers(replica)).isFalse();
          assertThat(replica.covers(MariaDbPosition.of(1, "0-1-" + lost))).isFalse();
        });
  }

  @Test
  void textIsReadBack() {
    SeededRandom.forAll(
        2_000,
        random -> {
          MariaDbPosition position = position(random);
          assertThat(MariaDbPosition.parse(position.text())).isEqualTo(position);
          assertThat(MariaDbPosition.parse(position.text())).hasSameHashCodeAs(position);
        });
  }

  @Test
  void laterIsTheHigherNumberWhoeverWroteIt() {
    MariaDbPosition logged = MariaDbPosition.of(PRIMARY, "0-2-5,1-1-7");
    MariaDbPosition applied = MariaDbPosition.of(PRIMARY, "0-1-4,1-1-8,2-1-1");

    assertThat(logged.later(applied).text()).isEqualTo("2/0-2-5,1-1-8,2-1-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0-1-2", "2", "2/0", "2/0-1", "2/0-1-2,", "x/0-1-2", "2/0-1--2", "-2/0-1-2"})
  void otherTextIsRejected(String text) {
    assertThatThrownBy(() -> MariaDbPosition.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed:");
  }

  @Test
  void numberBeyondALongIsRejected() {
    assertThatThrownBy(() -> MariaDbPosition.parse("2/0-1-9999999999999999999"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
