package dev.persistence.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void laterStandingTakesThePlaceOfTheFormer() {
    Report first = Reports.of(10, 30, 0);
    Report second = Reports.of(10, 20, 0);

    assertThat(first.with(second.standings())).isEqualTo(second);
    assertThat(first.with(List.of())).isEqualTo(first);
  }
}
