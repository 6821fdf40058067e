package dev.persistence.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static final Target TIME =
      Target.ofTime(Reports.CONTEST, "ours", "peer", new Target.Limit(1.5, 3));
  private static final Target BYTES =
      Target.ofBytes(Reports.CONTEST, "ours", new Target.Limit(0, 66));

  private static Target.Outcome outcome(Target target, Report report) {
    return Objects.requireNonNull(target.in(report));
  }

  @Test
  void goalIsMetUpToItself() {
    assertThat(outcome(TIME, Reports.of(10, 15, 0)).isMet()).isTrue();
    assertThat(outcome(TIME, Reports.of(10, 15.1, 0)).isMet()).isFalse();
  }

  /** Three times was seen, and 1.7 times as much of it may be the machine. */
  @Test
  void gateStandsWellBelowTwiceOfWhatWasSeen() {
    assertThat(outcome(TIME, Reports.of(10, 51, 0)).isBroken()).isFalse();
    assertThat(outcome(TIME, Reports.of(10, 51.1, 0)).isBroken()).isTrue();
  }

  @Test
  void whoeverMeetsTheGoalBreaksNoGate() {
    Target lenient = Target.ofTime(Reports.CONTEST, "ours", "peer", new Target.Limit(1.5, 0.1));

    assertThat(outcome(lenient, Reports.of(10, 15, 0)).isBroken()).isFalse();
    assertThat(outcome(lenient, Reports.of(10, 15.1, 0)).isBroken()).isTrue();
  }

  @Test
  void bytesAreComparedAsTheyAre() {
    assertThat(outcome(BYTES, Reports.of(10, 1, 99)).isBroken()).isFalse();
    assertThat(outcome(BYTES, Reports.of(10, 1, 100)).isBroken()).isTrue();
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
