package dev.persistence.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SessionHistoryTest {

  private final ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.PER_KEY);
  private final SessionHistory history = checker.session("alice");

  @Test
  void arrayIsNoKeySinceItEqualsNoOther() {
    assertThatThrownBy(() -> history.begin().wrote(new byte[] {1}, 5, "primary"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed: a value with equals");
  }

  @Test
  @SuppressWarnings("NullAway") // Callers without a null checker may pass null.
  void rejectedOperationIsStillBegun() {
    history.begin();
    assertThatThrownBy(() -> history.read(null, 1, "r1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key is null");
    assertThatThrownBy(() -> history.read("cart", 1, null)).hasMessageContaining("node is null");
    history.read("cart", 1, "r1");
    assertThat(checker.check().operations()).isEqualTo(1);
  }
}
