package dev.persistence.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
