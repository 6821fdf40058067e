package dev.persistence.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.Standing;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One round of those contests that begin quickly; any contest fails if one contestant answers
 * another thing than the first, or if a read is not where it has to be.
 */
class ServerContestTest {

  @ParameterizedTest
  @EnumSource(names = {"CACHED", "STORE", "TRIGGERS"})
  void contestantsDoEqualWork(ServerContest contest) throws Exception {
    List<Standing> standings = contest.hold(1);

    assertThat(standings).isNotEmpty();
    for (Standing standing : standings) {
      List<Figure> figures = standing.figures();
      assertThat(figures).as(standing.title()).hasSizeGreaterThan(1).anyMatch(Figure::ours);
      assertThat(figures)
          .as(standing.title())
          .allSatisfy(
              figure -> {
                assertThat(figure.value().middle()).isPositive();
                assertThat(figure.ratio().middle()).isPositive();
              });
      assertThat(figures.get(0).ratio().middle()).isEqualTo(1);
    }
  }
}
