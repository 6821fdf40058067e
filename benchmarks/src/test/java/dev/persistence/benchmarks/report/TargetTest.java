package dev.persistence.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static final Target TIME =
      Target.ofTime(Reports.CONTEST, "ours", "peer", new Target.Limit(1.5, 3));
  private static final Target BYTES =
      Target.ofBytes(Reports.CONTEST, "ours", new Target.Limit(0, 100));

  private static Target.Outcome outcome(Target target, Report report) {
    return Objects.requireNonNull(target.in(report));
  }

  @Test
  void goalIsMetUpToItself() {
    assertThat(outcome(TIME, Reports.of(10, 15, 0)).isMet()).isTrue();
    assertThat(outcome(TIME, Reports.of(10, 15.1, 0)).isMet()).isFalse();
  }

  /** The figures stray by a tenth each, so 3.67 may be 3.0. */
  @Test
  void gateBreaksOnlyIfNoneOfWhatWasSeenIsWithinIt() {
    assertThat(outcome(TIME, Reports.of(10, 36, 0)).isBroken()).isFalse();
    assertThat(outcome(TIME, Reports.of(10, 37, 0)).isBroken()).isTrue();
  }

  @Test
  void bytesAreComparedAsTheyAre() {
    assertThat(outcome(BYTES, Reports.of(10, 1, 100)).isBroken()).isFalse();
    assertThat(outcome(BYTES, Reports.of(10, 1, 101)).isBroken()).isTrue();
    assertThat(outcome(BYTES, Reports.of(10, 1, 0.4)).isMet()).isTrue();
    assertThat(outcome(BYTES, Reports.of(10, 1, 1)).isMet()).isFalse();
  }

  @Test
  void whatDidNotTakePlaceHasNoOutcome() {
    Report report = Reports.of(10, 10, 0);
    Target.Limit limit = new Target.Limit(1, 2);

    assertThat(Target.ofBytes("another", "ours", limit).in(report)).isNull();
    assertThat(Target.ofBytes(Reports.CONTEST, "nobody", limit).in(report)).isNull();
    assertThat(Target.ofBytes(Reports.CONTEST, "peer", limit).in(report)).isNull();
    assertThat(Target.ofTime(Reports.CONTEST, "ours", "nobody", limit).in(report)).isNull();
  }
}
