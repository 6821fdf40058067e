package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarksTest {

  @Test
  void freshSessionNeedsNothing() {
    assertThat(Marks.NONE.needed(0)).isEqualTo(SampleRing.NEVER);
    assertThat(Marks.NONE.neededAnywhere()).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void writeIsNeededOnEveryNode() {
    Marks marks = Marks.NONE.wrote(50, 1);

    assertThat(marks.needed(0)).isEqualTo(50);
    assertThat(marks.needed(1)).isEqualTo(50);
  }

  @Test
  void readIsNeededOnOtherNodesOnly() {
    Marks marks = Marks.NONE.read(1, 70);

    assertThat(marks.needed(1)).isEqualTo(SampleRing.NEVER);
    assertThat(marks.needed(2)).isEqualTo(70);
  }

  @Test
  void earlierReadElsewhereIsStillNeededOnTheNewNode() {
    Marks marks = Marks.NONE.read(1, 70).read(2, 90);

    assertThat(marks.needed(2)).isEqualTo(70);
    assertThat(marks.needed(1)).isEqualTo(90);
  }

  @Test
  void returningToANodeKeepsWhatWasReadInBetween() {
    Marks marks = Marks.NONE.read(1, 70).read(2, 90).read(1, 100);

    assertThat(marks.needed(1)).isEqualTo(90);
  }

  @Test
  void lateMessagesNeverLowerAMark() {
    Marks marks = Marks.NONE.wrote(50, 1).wrote(40, 1).read(1, 70).read(1, 60);

    assertThat(marks.writeNanos()).isEqualTo(50);
    assertThat(marks.needed(2)).isEqualTo(70);
  }
}
