package dev.persistence.lifecycle.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.persistence.core.sql.Dialect;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTaskTest {

  private static final RetentionJobs NEVER =
      () -> {
        throw new AssertionError("asked for a job before a run");
      };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a\0b",
        "a name of more than one hundred letters, which the"
            + " scheduler's table on MySQL and on MariaDB does not take"
      })
  void nameThatNoTableTakesIsRejected(String name) {
    assertThatThrownBy(
            () -> RetentionTask.of(name, Schedules.fixedDelay(Duration.ofDays(1)), NEVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
  }

  @Test
  void taskIsMadeWithoutAJob() {
    assertThat(
            RetentionTask.of("retention", Schedules.fixedDelay(Duration.ofDays(1)), NEVER)
                .getName())
        .isEqualTo("retention");
  }

  @Test
  void tableOfEachEngineKeepsInstants() {
    assertThat(SchedulerTable.ddl(Dialect.postgreSql()).get(0)).contains("timestamptz");
    assertThat(SchedulerTable.ddl(Dialect.mySql()))
        .hasSize(1)
        .first()
        .asString()
        .contains("datetime(6)");
    assertThat(SchedulerTable.ddl(Dialect.mariaDb()))
        .isEqualTo(SchedulerTable.ddl(Dialect.mySql()));
  }
}
