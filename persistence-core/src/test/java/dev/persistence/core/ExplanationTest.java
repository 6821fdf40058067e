package dev.persistence.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ExplanationTest {

  private static final Explanation EXPLANATION =
      new Explanation("No replica answered", "both are down", "Start one");

  @Test
  void theMessageSaysWhatWhyAndWhatToDo() {
    assertThat(EXPLANATION).hasToString("No replica answered: both are down. Start one.");
  }

  @Test
  void anExceptionCarriesTheMessageTheExplanationAndTheCause() {
    Exception cause = new Exception("refused");
    PersistenceException failure = new PersistenceException(EXPLANATION, cause);
    assertThat(failure).hasMessage(EXPLANATION.toString()).hasCause(cause);
    assertThat(failure.explanation()).isEqualTo(EXPLANATION);
    assertThat(failure.isTransient()).isFalse();
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void eachPartIsRequired() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Explanation(null, "why", "remedy"))
        .withMessage("what is null; allowed: any value but null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Explanation("what", null, "remedy"))
        .withMessage("why is null; allowed: any value but null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Explanation("what", "why", null))
        .withMessage("remedy is null; allowed: any value but null");
    assertThatIllegalArgumentException().isThrownBy(() -> new PersistenceException(null, null));
  }
}
