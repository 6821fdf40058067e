package dev.persistence.lifecycle.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Period;
import org.junit.jupiter.api.Test;

/** Policies that make no sense are refused, with the option and what is allowed. */
class RetentionPolicyTest {

  private static final RetentionPolicy USERS =
      RetentionPolicy.of("users", "created_at", Period.ofYears(7));

  @Test
  void periodsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> USERS.archiveAfter(Period.ofYears(7)))
        .hasMessage("archiveAfter is P7Y; allowed: below P7Y");
    assertThatThrownBy(
            () -> USERS.archiveAfter(Period.ofYears(3)).anonymizeAfter(Period.ofMonths(36)))
        .hasMessage("anonymizeAfter is P36M; allowed: below P3Y");
    assertThat(USERS.anonymizeAfter(Period.ofYears(6)).anonymizeAfter())
        .isEqualTo(Period.ofYears(6));
  }

  @Test
  void periodsOfNoDaysAreRefused() {
    for (Period period : new Period[] {Period.ZERO, Period.ofDays(-1), Period.ofYears(101)}) {
      assertThatThrownBy(() -> RetentionPolicy.of("users", "created_at", period))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("retentionPeriod");
    }
  }

  @Test
  void namesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> RetentionPolicy.of("a\0b", "created_at", Period.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> USERS.named("x".repeat(81)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> USERS.criteria(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
