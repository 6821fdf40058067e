package dev.persistence.benchmarks.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that one run has measured.
 *
 * @param environment where and how
 * @param standings what, in the order of the run
 */
public record Report(Environment environment, List<Standing> standings) {

  public Report {
    Objects.requireNonNull(environment, "the report does not tell where it was made");
    Objects.requireNonNull(standings, "the report has no standings");
    standings = List.copyOf(standings);
  }

  /** Returns one that has these standings in place of those with their titles. */
  public Report with(List<Standing> newer) {
    Report others = new Report(environment, newer);
    return new Report(
        environment,
        standings.stream().map(standing -> others.of(standing.title()).orElse(standing)).toList());
  }

  /** Returns the contest with that title, if it was held. */
  public Optional<Standing> of(String title) {
    return standings.stream().filter(standing -> standing.title().equals(title)).findFirst();
  }
}
