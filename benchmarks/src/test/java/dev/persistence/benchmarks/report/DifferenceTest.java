package dev.persistence.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  private final Report before = Reports.of(10, 20, 8);

  @Test
  void ratiosAreComparedNotValues() {
    Report slowerMachine = Reports.of(100, 200, 8);

    assertThat(new Difference(before, slowerMachine).lines())
        .singleElement()
        .asString()
        .contains("2.000 to 2.000 of peer (+0.0 %), within what both strayed");
  }

  @Test
  void changeBeyondWhatStraysIsToldPlainly() {
    assertThat(new Difference(before, Reports.of(10, 40, 16)).lines())
        .singleElement()
        .asString()
        .endsWith("2.000 to 4.000 of peer (+100.0 %), 8 to 16 B");
  }

  @Test
  void contestThatWasNotHeldBeforeIsNew() {
    Report nothing = new Report(before.environment(), List.of());

    assertThat(new Difference(nothing, before).lines())
        .containsExactly(Reports.CONTEST + ", ours: new");
  }

  @Test
  void contestThatIsNotHeldAnyMoreIsTold() {
    Report nothing = new Report(before.environment(), List.of());

    assertThat(new Difference(before, nothing).lines())
        .containsExactly(Reports.CONTEST + ", ours: not in the later run");
  }

  @Test
  void contestantThatIsNotThereAnyMoreIsTold() {
    Report fast = held("ns/op", ours("fast", 10));
    Report both = held("ns/op", ours("fast", 10), ours("small", 20));

    assertThat(new Difference(both, fast).lines())
        .last()
        .isEqualTo("work, small: not in the later run");
    assertThat(new Difference(fast, both).lines()).last().isEqualTo("work, small: new");
  }

  @Test
  void ratiosToDifferentMeasuresAreNotCompared() {
    Report alone = held("ns/op", ours("ours", 20));
    Report beside = held("ns/op", peer("peer", 10), ours("ours", 20));

    assertThat(new Difference(alone, beside).lines())
        .containsExactly("work, ours: not comparable, since the measure was ours and is peer");
    assertThat(new Difference(beside, alone).lines())
        .containsExactly("work, ours: not comparable, since the measure was peer and is ours");
  }

  /** Its ratio to itself is 1 in every run, and that of another of ours hides what both lost. */
  @Test
  void valuesAreComparedWhereTheMeasureIsOurs() {
    Report fast = held("ns/op", ours("fast", 10), ours("small", 20));
    Report slow = held("ns/op", ours("fast", 20), ours("small", 40));

    assertThat(new Difference(fast, slow).lines())
        .containsExactly(
            "work, fast: 10.000 to 20.000 ns/op (+100.0 %),"
                + " absolute: another machine or other work changes it too",
            "work, small: 20.000 to 40.000 ns/op (+100.0 %),"
                + " absolute: another machine or other work changes it too");
  }

  @Test
  void valuesOfDifferentUnitsAreNotCompared() {
    assertThat(
            new Difference(held("ns/op", ours("ours", 20)), held("us/op", ours("ours", 20)))
                .lines())
        .containsExactly("work, ours: not comparable, since the unit was ns/op and is us/op");
  }

  private Report held(String unit, Figure... figures) {
    return new Report(before.environment(), List.of(new Standing("work", unit, List.of(figures))));
  }

  private static Figure ours(String name, double value) {
    return figure(name, true, value);
  }

  private static Figure peer(String name, double value) {
    return figure(name, false, value);
  }

  private static Figure figure(String name, boolean ours, double value) {
    Spread exact = new Spread(value, value, value);
    return new Figure(name, ours, exact, new Spread(1, 1, 1), null, Map.of());
  }
}
