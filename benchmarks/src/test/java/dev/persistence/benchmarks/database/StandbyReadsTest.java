package dev.persistence.benchmarks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.postgres.PostgresCluster;
import org.junit.jupiter.api.Test;

class StandbyReadsTest {

  @Test
  void thatThePrimaryAnswersIsNotTakenForTheStandby() throws Exception {
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(1).start();
        Accounts accounts = Accounts.of(cluster)) {
      StandbyReads.check("the standby", accounts.standby());

      assertThat(StandbyReads.areOf(accounts.standby())).isTrue();
      assertThatThrownBy(() -> StandbyReads.check("somebody", accounts.primary()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("somebody reads from the primary");
    }
  }
}
