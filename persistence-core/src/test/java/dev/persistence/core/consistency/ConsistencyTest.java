package dev.persistence.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsistencyTest {

  private static final ConsistencyToken TOKEN = new ConsistencyToken("orders", 3, "0/16B3748");

  @Test
  void eachDemandHasItsLevelAndNothingElse() {
    assertThat(Consistency.primary().level()).isEqualTo(Consistency.Level.PRIMARY);
    assertThat(Consistency.session().level()).isEqualTo(Consistency.Level.SESSION);
    assertThat(Consistency.eventual().level()).isEqualTo(Consistency.Level.EVENTUAL);
    assertThat(Consistency.session().token()).isNull();
    assertThat(Consistency.session().maxStaleness()).isZero();
  }

  @Test
  void aBoundIsKeptInBothUnits() {
    Consistency bounded = Consistency.bounded(Duration.ofMillis(1_500));
    assertThat(bounded.maxStaleness()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(bounded.maxStalenessNanos()).isEqualTo(1_500_000_000L);
  }

  @Test
  void aBoundBeyondADayOrOfNothingIsRejected() {
    for (Duration nonsense :
        new Duration[] {Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(1).plusNanos(1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Consistency.bounded(nonsense))
          .withMessage("maxStaleness is " + nonsense + "; allowed: PT0.000000001S to PT24H");
    }
    assertThat(Consistency.bounded(Duration.ofDays(1)).maxStaleness()).hasDays(1);
  }

  @Test
  void demandsAreEqualWhenTheyDemandTheSame() {
    assertThat(Consistency.bounded(Duration.ofSeconds(60)))
        .isEqualTo(Consistency.bounded(Duration.ofMinutes(1)))
        .hasSameHashCodeAs(Consistency.bounded(Duration.ofMinutes(1)))
        .isNotEqualTo(Consistency.bounded(Duration.ofMinutes(2)))
        .isNotEqualTo(Consistency.session());
    assertThat(Consistency.atLeast(TOKEN))
        .isEqualTo(Consistency.atLeast(new ConsistencyToken("orders", 3, "0/16B3748")))
        .isNotEqualTo(Consistency.atLeast(new ConsistencyToken("orders", 4, "0/16B3748")));
  }

  @Test
  void demandsPrintWhatTheyDemand() {
    assertThat(Consistency.primary()).hasToString("primary");
    assertThat(Consistency.session()).hasToString("session");
    assertThat(Consistency.eventual()).hasToString("eventual");
    assertThat(Consistency.bounded(Duration.ofSeconds(2))).hasToString("bounded PT2S");
    assertThat(Consistency.atLeast(TOKEN).toString()).startsWith("at least ").contains("0/16B3748");
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void nullIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Consistency.atLeast(null))
        .withMessageStartingWith("token is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Consistency.bounded(null))
        .withMessageStartingWith("maxStaleness is null");
  }

  @Test
  void aTokenOfNoClusterNoPositionOrANegativeEpochIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ConsistencyToken(" ", 0, "p"));
    assertThatIllegalArgumentException().isThrownBy(() -> new ConsistencyToken("c", 0, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConsistencyToken("c", -1, "p"))
        .withMessageStartingWith("epoch is -1");
  }
}
