package dev.persistence.benchmarks.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

  @Test
  void everyOtherRoundGoesTheOtherWay() {
    List<String> contestants = List.of("a", "b", "c");

    assertThat(Turns.of(Turns.WARM_UP, contestants)).containsExactly("c", "b", "a");
    assertThat(Turns.of(0, contestants)).containsExactly("a", "b", "c");
    assertThat(Turns.of(1, contestants)).containsExactly("c", "b", "a");
    assertThat(Turns.of(2, contestants)).containsExactly("a", "b", "c");
  }
}
