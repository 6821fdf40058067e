package dev.persistence.benchmarks.database;

import static dev.persistence.benchmarks.database.Contestant.ours;
import static dev.persistence.benchmarks.database.Contestant.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.Standing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {

  private static final int ROUNDS = 3;
  private static final int OPERATIONS = 5;

  private final Contest contest = new Contest(ROUNDS, OPERATIONS);

  @Test
  void contestantThatAnswersOtherwiseIsRefused() {
    Contestant square = peer("square", random -> square(random.nextInt(100)));
    Contestant cube = ours("cube", random -> random.nextInt(100) * 3);

    assertThatThrownBy(() -> contest.run("powers", List.of(square, square, cube)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("cube answers [")
        .hasMessageContaining("] where square answers [");
  }

  private static int square(int number) {
    return number * number;
  }

  @Test
  void contestantsTakeTurnsInBlocksAfterTheirAnswersAndAWarmUp() throws Exception {
    List<String> turns = new ArrayList<>();

    contest.run("turns", List.of(naming("a", turns), naming("b", turns)));

    List<String> round = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      for (int i = 0; i < OPERATIONS; i++) {
        round.add(name);
      }
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2 + ROUNDS; i++) {
      expected.addAll(round);
    }
    assertThat(turns).isEqualTo(expected);
  }

  private static Contestant naming(String name, List<String> turns) {
    return peer(
        name,
        random -> {
          turns.add(name);
          return random.nextInt();
        });
  }

  @Test
  void measureIsTheFirstAndOursIsToldFromThePeers() throws Exception {
    Standing standing =
        contest.run(
            "spin",
            List.of(peer("short", random -> spin(100)), ours("long", random -> spin(2_000))));

    assertThat(standing.figures())
        .extracting(Figure::name, Figure::ours)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("short", false),
            org.assertj.core.groups.Tuple.tuple("long", true));
    assertThat(standing.figures().get(0).ratio().middle()).isEqualTo(1);
    assertThat(standing.figures().get(1).ratio().middle()).isGreaterThan(1.5);
    assertThat(standing.figures().get(1).value().middle())
        .isGreaterThan(standing.figures().get(0).value().middle());
  }

  /** Returns after at least so many microseconds, and tells nothing of how many. */
  private static String spin(long micros) {
    long until = System.nanoTime() + micros * 1_000;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    return "spun";
  }
}
