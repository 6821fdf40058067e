package dev.persistence.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.store.Tombstone;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.core.consistency.Session;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {

  private static final ConsistencyToken ORDERS = new ConsistencyToken("orders", 3, "0/16B3748");
  private static final ConsistencyToken USERS = new ConsistencyToken("users", 1, "uuid:1-5,8");

  /** What a load was run under. */
  private record Seen(@Nullable Consistency scope, List<ConsistencyToken> tokens) {}

  private static Seen seeing(String... positions) throws Exception {
    return Positions.seeing(
        List.of(positions), () -> new Seen(ReadScope.current(), Session.current().tokens()));
  }

  private static String positionOf(ConsistencyToken... tokens) {
    try (Session session = Session.resume(List.of(tokens))) {
      return Positions.ofCurrentSession();
    }
  }

  @Test
  void loadSeesWhatTheSessionHadWritten() throws Exception {
    Seen seen = seeing(positionOf(ORDERS, USERS));
    assertThat(seen.scope).isEqualTo(Consistency.session());
    assertThat(seen.tokens).containsExactlyInAnyOrder(ORDERS, USERS);
  }

  @Test
  void loadSeesWhatSeveralSessionsHadWrittenAndItsOwn() throws Exception {
    String orders = positionOf(ORDERS);
    ConsistencyToken own = new ConsistencyToken("stock", 1, "7");
    try (Session session = Session.resume(List.of(own))) {
      Seen seen = seeing(orders, positionOf(USERS));
      assertThat(seen.tokens).containsExactlyInAnyOrder(ORDERS, USERS, own);
      assertThat(Session.current().tokens()).containsExactly(own);
    }
  }

  @Test
  void loadWithoutChangesRunsAsItIs() throws Exception {
    assertThat(seeing().scope).isNull();
  }

  @Test
  void sessionThatHasWrittenNothingKnownHasAnUnknownPosition() {
    try (Session session = Session.open()) {
      assertThat(Positions.ofCurrentSession()).isEqualTo(Tombstone.UNKNOWN);
    }
  }

  @Test
  void positionThatIsTooLongCountsAsUnknown() {
    ConsistencyToken endless = new ConsistencyToken("orders", 1, "1".repeat(1025));
    assertThat(positionOf(endless)).isEqualTo(Tombstone.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {Tombstone.UNKNOWN, "nonsense", "orders\u001fx\u001f1", "\u001f1\u001f1"})
  void onlyThePrimaryWillDoWhereOnePositionIsUnknown(String unknown) throws Exception {
    Seen seen = seeing(positionOf(ORDERS), unknown);
    assertThat(seen.scope).isEqualTo(Consistency.primary());
  }

  @Test
  void failureOfALoadIsItsOwn() {
    assertThatThrownBy(
            () ->
                Positions.seeing(
                    List.of(positionOf(ORDERS)),
                    () -> {
                      throw new IOException("no");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(ReadScope.current()).isNull();
  }
}
