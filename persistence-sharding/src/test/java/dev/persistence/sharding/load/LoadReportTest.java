package dev.persistence.sharding.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A report tells how far shards are from alike, and no key in words. */
class LoadReportTest {

  private static double imbalance(Map<String, Double> perSecond) {
    return new LoadReport(perSecond, List.of()).imbalance();
  }

  @Test
  void imbalanceIsTheLargestLoadOverTheMean() {
    assertThat(imbalance(Map.of("a", 5.0, "b", 5.0))).isEqualTo(1);
    assertThat(imbalance(Map.of("a", 9.0, "b", 1.0, "c", 2.0))).isCloseTo(2.25, within(1e-9));
    assertThat(imbalance(Map.of("a", 7.0, "b", 0.0))).isEqualTo(2);
  }

  @Test
  void withoutLoadThereIsNoImbalance() {
    assertThat(imbalance(Map.of("a", 0.0, "b", 0.0))).isZero();
    assertThat(imbalance(Map.of())).isZero();
  }

  @Test
  void keysAreNotToldInWords() {
    HotKey key = new HotKey("s1", "jane@example.org", 0.25, 40);
    LoadReport report = new LoadReport(Map.of("s1", 160.0), List.of(key));
    assertThat(report.toString()).doesNotContain("jane").contains("s1");
    assertThat(report.hottest()).containsExactly(key);
  }
}
