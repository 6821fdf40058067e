package dev.persistence.benchmarks.database;

import static dev.persistence.benchmarks.database.Contestant.ours;
import static dev.persistence.benchmarks.database.Contestant.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    List<String> blocks = blocks(ROUNDS, "a", "b");

    assertThat(blocks.subList(0, 2)).as("their answers").containsExactly("a", "b");
    assertThat(blocks).hasSize(2 * (2 + ROUNDS));
    for (int i = 2; i < blocks.size(); i += 2) {
      assertThat(blocks.subList(i, i + 2)).containsExactlyInAnyOrder("a", "b");
    }
  }

  /** Else it would always be the same one that finds what another has left behind. */
  @Test
  void orderOfBlocksIsAnotherInEachRoundAndTheSameInEachRun() throws Exception {
    List<String> blocks = blocks(20, "a", "b", "c");

    Map<List<String>, Integer> orders = new HashMap<>();
    for (int i = 3; i < blocks.size(); i += 3) {
      orders.merge(List.copyOf(blocks.subList(i, i + 3)), 1, Integer::sum);
    }
    assertThat(orders).hasSizeGreaterThan(3);
    assertThat(orders.values()).allMatch(often -> often <= 11);
    assertThat(blocks(20, "a", "b", "c")).isEqualTo(blocks);
  }

  /** Of two there are two orders, which the numbers of the rounds as seeds would not give. */
  @Test
  void neitherOfTwoIsAlwaysTheFirst() throws Exception {
    List<String> blocks = blocks(40, "a", "b");
    long first = 0;
    for (int i = 2; i < blocks.size(); i += 2) {
      first += blocks.get(i).equals("a") ? 1 : 0;
    }

    assertThat(first).isBetween(11L, 33L);
  }

  /** Returns whose blocks followed each other, each of which is of one contestant. */
  private static List<String> blocks(int rounds, String... names) throws Exception {
    List<String> turns = new ArrayList<>();
    new Contest(rounds, OPERATIONS)
        .run("turns", Stream.of(names).map(name -> naming(name, turns)).toList());
    List<String> blocks = new ArrayList<>();
    for (int i = 0; i < turns.size(); i += OPERATIONS) {
      assertThat(turns.subList(i, i + OPERATIONS)).containsOnly(turns.get(i));
      blocks.add(turns.get(i));
    }
    return blocks;
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

  /** Of work that leaves the thread, those of the thread would be a part. */
  @Test
  void bytesAreToldUnlessTheyAreNotWanted() throws Exception {
    List<Contestant> making = List.of(peer("an array", random -> new byte[1_000]));

    assertThat(contest.run("bytes", making).figures().get(0).bytes())
        .isNotNull()
        .isGreaterThanOrEqualTo(1_000);
    assertThat(contest.withoutBytes().run("bytes", making).figures().get(0).bytes()).isNull();
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
