package dev.persistence.sharding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many reads are asked twice is bounded, however slow a shard is. */
class HedgeBudgetTest {

  private final HedgeBudget budget = new HedgeBudget();

  private int spent(int reads) {
    int spent = 0;
    for (int i = 0; i < reads; i++) {
      budget.earn();
      if (budget.spend()) {
        spent++;
      }
    }
    return spent;
  }

  @Test
  void oneReadInTwentyIsAskedTwiceInTheLongRun() {
    int atOnce = 10;
    assertThat(spent(2_000)).isEqualTo(atOnce + 2_000 / 20 - 1);
  }

  @Test
  void whatIsNotUsedIsNotSavedForEver() {
    for (int i = 0; i < 10_000; i++) {
      budget.earn();
    }
    assertThat(spent(19)).isEqualTo(10);
  }
}
