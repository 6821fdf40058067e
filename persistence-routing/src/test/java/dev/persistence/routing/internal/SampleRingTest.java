package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.routing.Position;
import dev.persistence.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleRingTest {

  private static final int CAPACITY = 8;
  private static final long SPACING = 100;

  private final SampleRing ring = new SampleRing(CAPACITY, SPACING);

  @Test
  void emptyRingKnowsNothing() {
    assertThat(ring.horizon(at(5))).isEqualTo(SampleRing.NEVER);
    assertThat(ring.bound(1)).isNull();
    assertThat(ring.newest()).isNull();
    assertThat(ring.missingSince(at(5))).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void horizonIsTheNewestSampleThatIsCovered() {
    ring.add(100, at(10));
    ring.add(200, at(20));
    ring.add(300, at(30));

    assertThat(ring.horizon(at(9))).isEqualTo(SampleRing.NEVER);
    assertThat(ring.horizon(at(10))).isEqualTo(100);
    assertThat(ring.horizon(at(29))).isEqualTo(200);
    assertThat(ring.horizon(at(99))).isEqualTo(300);
  }

  @Test
  void missingSinceTheOldestSampleThatIsNotCovered() {
    ring.add(100, at(10));
    ring.add(200, at(20));
    ring.add(300, at(30));

    assertThat(ring.missingSince(at(10))).isEqualTo(200);
    assertThat(ring.missingSince(at(29))).isEqualTo(300);
    assertThat(ring.missingSince(at(30))).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void idlePrimaryMovesTheInstantOfItsPosition() {
    ring.add(100, at(10));
    ring.add(5_000, at(10));

    assertThat(ring.horizon(at(10))).isEqualTo(5_000);
    assertThat(ring.missingSince(at(9))).isEqualTo(100);
  }

  @Test
  void boundIsTheFirstSampleSentAtOrAfterTheInstant() {
    ring.add(100, at(10));
    ring.add(200, at(20));

    assertThat(ring.bound(50)).isEqualTo(at(10));
    assertThat(ring.bound(100)).isEqualTo(at(10));
    assertThat(ring.bound(101)).isEqualTo(at(20));
    assertThat(ring.bound(201)).isNull();
  }

  @Test
  void crowdedSamplesAreThinnedButTheNewestIsKept() {
    for (int i = 1; i <= 1000; i++) {
      ring.add(i, at(i));
    }

    assertThat(ring.newestSent()).isEqualTo(1000);
    assertThat(ring.missingSince(at(0))).isLessThanOrEqualTo(1000 - (CAPACITY - 2) * SPACING);
  }

  @Test
  void clearedRingForgets() {
    ring.add(100, at(10));
    ring.clear();

    assertThat(ring.horizon(at(99))).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void thinningNeverMakesAnAnswerFresherThanTheTruth() {
    SeededRandom.forAll(
        300,
        random -> {
          SampleRing thinned = new SampleRing(CAPACITY, SPACING);
          List<long[]> all = new ArrayList<>();
          long sent = 0;
          int position = 0;
          for (int i = 0; i < 200; i++) {
            sent += random.between(1, 250);
            position += random.between(0, 3);
            all.add(new long[] {sent, position});
            thinned.add(sent, at(position));

            Position asked = at(random.between(0, position + 2));
            assertThat(thinned.horizon(asked)).isLessThanOrEqualTo(trueHorizon(all, asked));
            long instant = random.between(1, (int) sent);
            assertThat(thinned.bound(instant))
                .satisfies(bound -> assertThat(bound.covers(trueBound(all, instant))).isTrue());
          }
        });
  }

  private static long trueHorizon(List<long[]> samples, Position position) {
    long horizon = SampleRing.NEVER;
    for (long[] sample : samples) {
      if (position.covers(at(sample[1]))) {
        horizon = sample[0];
      }
    }
    return horizon;
  }

  private static Position trueBound(List<long[]> samples, long instant) {
    for (long[] sample : samples) {
      if (sample[0] >= instant) {
        return at(sample[1]);
      }
    }
    throw new AssertionError("no sample at or after " + instant);
  }

  private static LogPosition at(long value) {
    return new LogPosition(value);
  }
}
