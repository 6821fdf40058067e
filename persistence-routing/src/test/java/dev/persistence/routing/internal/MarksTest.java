package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarksTest {

  @Test
  void freshSessionNeedsNothing() {
    assertThat(Marks.NONE.neededByReads(0)).isEqualTo(SampleRing.NEVER);
    assertThat(Marks.NONE.neededAnywhere()).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void writeIsNeededOnEveryNode() {
    Marks marks = Marks.NONE.read(1, 30).wrote(50, 1);

    assertThat(marks.writeNanos()).isEqualTo(50);
    assertThat(marks.neededAnywhere()).isEqualTo(50);
    assertThat(marks.neededByReads(1)).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void writeWithPositionIsShownByWhoeverCoversIt() {
    Marks marks = Marks.NONE.wrote(40, 50, 1, at(7));

    assertThat(marks.isWrittenWithin(at(7), 1)).isTrue();
    assertThat(marks.isWrittenWithin(at(6), 1)).isFalse();
    assertThat(marks.isWrittenWithin(null, 1)).isFalse();
    assertThat(marks.writeNanos()).isEqualTo(50);
  }

  @Test
  void positionCountsInItsOwnEpochOnly() {
    Marks marks = Marks.NONE.wrote(40, 50, 1, at(7));

    assertThat(marks.isWrittenWithin(at(9), 2)).isFalse();
  }

  @Test
  void writeWithoutPositionVoidsTheOneBefore() {
    Marks marks = Marks.NONE.wrote(40, 50, 1, at(7)).wrote(60, 1);

    assertThat(marks.isWrittenWithin(at(99), 1)).isFalse();
  }

  @Test
  void positionStandsForEveryWriteThatHadEndedBeforeItsOwnWasSent() {
    Marks marks = Marks.NONE.wrote(50, 1).wrote(50, 60, 1, at(7));

    assertThat(marks.isWrittenWithin(at(7), 1)).isTrue();
  }

  @Test
  void positionDoesNotStandForAWriteThatEndedMeanwhile() {
    Marks marks = Marks.NONE.wrote(50, 1).wrote(49, 60, 1, at(7));

    assertThat(marks.isWrittenWithin(at(99), 1)).isFalse();
  }

  @Test
  void positionsOfSimultaneousWritesAreMerged() {
    Marks marks = Marks.NONE.wrote(40, 55, 1, at(8)).wrote(41, 50, 1, at(7));

    assertThat(marks.isWrittenWithin(at(7), 1)).isFalse();
    assertThat(marks.isWrittenWithin(at(8), 1)).isTrue();
  }

  @Test
  void positionsOfDifferentEpochsAreNotMerged() {
    Marks marks = Marks.NONE.wrote(40, 55, 1, at(8)).wrote(41, 50, 2, at(9));

    assertThat(marks.isWrittenWithin(at(99), 1)).isFalse();
    assertThat(marks.isWrittenWithin(at(99), 2)).isFalse();
  }

  @Test
  void readKeepsThePositionOfTheWrite() {
    Marks marks = Marks.NONE.wrote(40, 50, 1, at(7)).read(1, 60);

    assertThat(marks.isWrittenWithin(at(7), 1)).isTrue();
  }

  private static LogPosition at(long value) {
    return new LogPosition(value);
  }

  @Test
  void readIsNeededOnOtherNodesOnly() {
    Marks marks = Marks.NONE.read(1, 70);

    assertThat(marks.neededByReads(1)).isEqualTo(SampleRing.NEVER);
    assertThat(marks.neededByReads(2)).isEqualTo(70);
  }

  @Test
  void earlierReadElsewhereIsStillNeededOnTheNewNode() {
    Marks marks = Marks.NONE.read(1, 70).read(2, 90);

    assertThat(marks.neededByReads(2)).isEqualTo(70);
    assertThat(marks.neededByReads(1)).isEqualTo(90);
  }

  @Test
  void returningToANodeKeepsWhatWasReadInBetween() {
    Marks marks = Marks.NONE.read(1, 70).read(2, 90).read(1, 100);

    assertThat(marks.neededByReads(1)).isEqualTo(90);
  }

  @Test
  void lateMessagesNeverLowerAMark() {
    Marks marks = Marks.NONE.wrote(50, 1).wrote(40, 1).read(1, 70).read(1, 60);

    assertThat(marks.writeNanos()).isEqualTo(50);
    assertThat(marks.neededByReads(2)).isEqualTo(70);
  }
}
