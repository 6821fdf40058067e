package dev.persistence.benchmarks.report;

import java.util.List;
import java.util.Map;

/** Made-up reports of one contest. */
final class Reports {

  static final String CONTEST = "Work & <play>";

  private Reports() {}

  static Report of(double peer, double ours, double bytes) {
    Spread measure = around(peer);
    Spread value = around(ours);
    return new Report(
        new Environment(
            "a machine", "a JVM", "run smoke", "2026-01-01T00:00:00Z", Map.of("a", "1")),
        List.of(
            new Standing(
                CONTEST,
                "ns/op",
                List.of(
                    new Figure("peer", false, measure, measure.over(measure), null, Map.of()),
                    new Figure(
                        "ours", true, value, value.over(measure), bytes, Map.of("p99", 9.0))))));
  }

  private static Spread around(double middle) {
    return new Spread(0.9 * middle, middle, 1.1 * middle);
  }
}
