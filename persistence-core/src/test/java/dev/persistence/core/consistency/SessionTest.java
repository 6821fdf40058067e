package dev.persistence.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionTest {

  private static final ConsistencyToken ORDERS = new ConsistencyToken("orders", 1, "10");
  private static final ConsistencyToken USERS = new ConsistencyToken("users", 1, "20");

  /** A participant that knows what it is told. */
  private record Known(String cluster, @Nullable ConsistencyToken token)
      implements SessionParticipant {}

  @Test
  void aThreadHasASessionOfItsOwnThatLasts() {
    Session own = Session.current();
    assertThat(Session.current()).isSameAs(own);
    assertThat(CompletableFuture.supplyAsync(Session::current).join()).isNotSameAs(own);
  }

  @Test
  void theInnermostOpenSessionCounts() {
    Session own = Session.current();
    try (Session outer = Session.open()) {
      try (Session inner = Session.resume(List.of(ORDERS))) {
        assertThat(Session.current()).isSameAs(inner);
      }
      assertThat(Session.current()).isSameAs(outer);
      outer.close();
      assertThat(Session.current()).isSameAs(own);
    }
    assertThat(Session.current()).isSameAs(own);
  }

  @Test
  void whatWasLeftOpenInsideIsEndedAndReported() {
    Session own = Session.current();
    Session outer = Session.open();
    Session inner = Session.open();
    assertThatIllegalStateException().isThrownBy(outer::close);
    assertThat(Session.current()).isSameAs(own);
    inner.close();
    assertThat(Session.current()).isSameAs(own);
  }

  @Test
  void aResumedSessionKeepsAllPositionsOfAClusterThatItDoesNotUse() {
    ConsistencyToken other = new ConsistencyToken("orders", 1, "11");
    try (Session session = Session.resume(List.of(ORDERS, other))) {
      assertThat(session.tokens()).containsExactly(ORDERS, other);
      session.participant(new Object(), tokens -> new Known("orders", other));
      assertThat(session.tokens()).containsExactly(other);
    }
  }

  @Test
  void noTokenIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Session.resume(Arrays.asList(ORDERS, null)))
        .withMessage("tokens contains null; allowed: no null");
  }

  @Test
  void closingTheThreadsOwnSessionDoesNothing() {
    Session own = Session.current();
    own.close();
    assertThat(Session.current()).isSameAs(own);
  }

  @Test
  void aResumedSessionGivesItsTokensBack() {
    try (Session session = Session.resume(List.of(ORDERS, USERS))) {
      assertThat(session.tokens()).containsExactly(ORDERS, USERS);
    }
  }

  @Test
  void aParticipantsTokenReplacesThatOfItsCluster() {
    ConsistencyToken later = new ConsistencyToken("orders", 1, "11");
    try (Session session = Session.resume(List.of(ORDERS, USERS))) {
      session.participant(new Object(), tokens -> new Known("orders", later));
      session.participant(new Object(), tokens -> new Known("silent", null));
      assertThat(session.tokens()).containsExactlyInAnyOrder(later, USERS);
    }
  }

  @Test
  void aParticipantIsMadeOncePerOwnerFromTheResumedTokens() {
    Object owner = new String("same");
    Object equalOwner = new String("same");
    try (Session session = Session.resume(List.of(ORDERS))) {
      List<List<ConsistencyToken>> made = new ArrayList<>();
      SessionParticipant first =
          session.participant(
              owner,
              tokens -> {
                made.add(tokens);
                return new Known("orders", null);
              });
      assertThat(session.participant(owner, tokens -> new Known("other", null))).isSameAs(first);
      assertThat(session.participant(equalOwner, tokens -> new Known("other", null)))
          .isNotSameAs(first);
      assertThat(made).containsExactly(List.of(ORDERS));
    }
  }

  @Test
  void threadsThatRaceGetTheSameParticipant() throws Exception {
    int threads = 8;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (Session session = Session.open()) {
      for (int round = 0; round < 200; round++) {
        Object owner = new Object();
        CountDownLatch start = new CountDownLatch(1);
        List<Future<SessionParticipant>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          results.add(
              executor.submit(
                  () -> {
                    start.await();
                    return session.participant(owner, tokens -> new Known("orders", null));
                  }));
        }
        start.countDown();
        Set<SessionParticipant> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Future<SessionParticipant> result : results) {
          seen.add(result.get());
        }
        assertThat(seen).hasSize(1);
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
