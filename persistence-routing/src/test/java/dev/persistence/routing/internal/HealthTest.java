package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {

  private static final long MAX_LAG = 100;
  private static final long SILENCE = 1_000;

  private static Health answered(Health health, long lag) {
    return health.answered(50, lag, MAX_LAG);
  }

  private static Health down() {
    return answered(Health.UNKNOWN, 0)
        .failed(SampleFailure.SILENT, 60)
        .failed(SampleFailure.SILENT, 70);
  }

  @Test
  void firstAnswerAdmitsAtOnce() {
    assertThat(answered(Health.UNKNOWN, 0).probation()).isZero();
  }

  @Test
  void oneFailureIsAHiccup() {
    Health health = answered(Health.UNKNOWN, 0).failed(SampleFailure.SILENT, 60);

    assertThat(health.answering()).isTrue();
    assertThat(answered(health, 0).probation()).isZero();
  }

  @Test
  void nodeThatWasDownOwesThreeGoodSamples() {
    Health health = down();
    assertThat(health.answering()).isFalse();

    for (int left = Health.PROBATION - 1; left >= 0; left--) {
      health = answered(health, 0);
      assertThat(health.probation()).isEqualTo(left);
    }
    assertThat(health.admittedNanos()).isEqualTo(50);
  }

  @Test
  void nodeThatLaggedIsTakenBackAtHalfTheLimitOnly() {
    Health lagging = answered(answered(Health.UNKNOWN, 0), MAX_LAG + 1);
    assertThat(lagging.probation()).isEqualTo(Health.PROBATION);

    Health better = answered(answered(lagging, MAX_LAG / 2), MAX_LAG / 2 + 1);
    assertThat(better.probation()).isEqualTo(Health.PROBATION);

    Health good = answered(answered(answered(better, 50), 50), 50);
    assertThat(good.probation()).isZero();
    assertThat(answered(good, MAX_LAG).probation()).isZero();
  }

  @Test
  void refusedTwiceIsDead() {
    Health once = answered(Health.UNKNOWN, 0).failed(SampleFailure.REFUSED, 60);

    assertThat(once.isDead(60, SILENCE)).isFalse();
    assertThat(once.failed(SampleFailure.REFUSED, 61).isDead(61, SILENCE)).isTrue();
  }

  @Test
  void silentIsDeadOnlyAfterTheSilence() {
    assertThat(down().isDead(50 + SILENCE, SILENCE)).isFalse();
    assertThat(down().isDead(51 + SILENCE, SILENCE)).isTrue();
  }

  @Test
  void oneTimeoutAfterALongPauseIsAHiccupToo() {
    Health idle = answered(Health.UNKNOWN, 0).failed(SampleFailure.SILENT, 51 + SILENCE);

    assertThat(idle.isDead(52 + SILENCE, SILENCE)).isFalse();
  }

  @Test
  void nodeThatAnswersWithErrorsLives() {
    Health health = down().failed(SampleFailure.ANSWERED_WITH_ERROR, 5_000);

    assertThat(health.answering()).isFalse();
    assertThat(health.isDead(5_500, SILENCE)).isFalse();
  }

  @Test
  void nodeThatWasNeverHeardIsNotDead() {
    Health health = Health.UNKNOWN.failed(SampleFailure.REFUSED, 60);

    assertThat(health.failed(SampleFailure.REFUSED, 70).isDead(99_999, SILENCE)).isFalse();
    assertThat(health.isAsked()).isTrue();
  }
}
