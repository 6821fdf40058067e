package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.TokenVerdict;
import dev.persistence.routing.Configs;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.UnreachableDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session gives and takes as tokens; the samples are made by hand, the time is real. */
class SessionStateTest {

  private static final int PRIMARY = 0;

  private final Cluster cluster = cluster(Duration.ofMillis(20));
  private final String name = cluster.config().name();
  private final WatermarkClock clock = cluster.clock();
  private final List<TokenVerdict> refused = new ArrayList<>();

  private static Cluster cluster(Duration sampleTimeout) {
    UnreachableDataSource pool = new UnreachableDataSource();
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      nodes.add(new Node(i, "n" + i, NodePool.of(pool, null), new Node.Settings(1, 1)));
    }
    return new Cluster(
        Configs.of(b -> b.maxWait(Duration.ZERO).sampleTimeout(sampleTimeout)), nodes, PRIMARY);
  }

  private SessionState session(ConsistencyToken... tokens) {
    return new SessionState(cluster, List.of(tokens), this::judged);
  }

  private void judged(TokenVerdict verdict) {
    if (verdict != TokenVerdict.VALID) {
      refused.add(verdict);
    }
  }

  private ConsistencyToken token(long epoch, String position) {
    return new ConsistencyToken(name, epoch, position);
  }

  private void primaryTells(long epoch, long position) {
    primaryTells(clock, epoch, position);
  }

  private static void primaryTells(WatermarkClock clock, long epoch, long position) {
    clock.sampled(
        PRIMARY, clock.now(), new NodeSample(true, epoch, new LogPosition(position), null));
  }

  @Test
  void sessionWithoutAPastHasNoToken() {
    assertThat(session().token()).isNull();
    assertThat(session(new ConsistencyToken("elsewhere", 1, "0/7")).token()).isNull();
  }

  @Test
  void tokenOfAWriteIsThePositionOfASampleAfterIt() {
    primaryTells(1, 5);
    SessionState session = session();
    session.wrote(clock.now(), 1);
    primaryTells(1, 9);

    assertThat(session.token()).isEqualTo(token(1, "0/9"));
  }

  @Test
  void withoutAnAnswerOfThePrimaryThePositionIsUnknown() {
    primaryTells(1, 5);
    SessionState session = session();
    session.wrote(clock.now(), 1);

    assertThat(session.token()).isEqualTo(ConsistencyToken.unknown(name, 1));
  }

  @Test
  void tokenWaitsForOneSampleEvenIfReadsDoNotWait() throws Exception {
    Cluster slow = cluster(Duration.ofSeconds(20));
    primaryTells(slow.clock(), 1, 5);
    SessionState session = new SessionState(slow, List.of(), this::judged);
    session.wrote(slow.clock().now(), 1);
    Thread sampler = new Thread(() -> answerOnDemand(slow.clock()));
    sampler.start();

    assertThat(session.token()).isEqualTo(token(1, "0/9"));
    sampler.join();
  }

  private static void answerOnDemand(WatermarkClock clock) {
    try {
      clock.awaitTurn(PRIMARY, clock.now());
      primaryTells(clock, 1, 9);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void resumedTokenIsPassedOnAsItCame() {
    primaryTells(1, 5);
    SessionState session = session(token(1, "0/5"));
    primaryTells(1, 9);

    assertThat(session.token()).isEqualTo(token(1, "0/5"));
    assertThat(refused).isEmpty();
  }

  @Test
  void tokensOfOneEpochAreMerged() {
    primaryTells(1, 9);

    assertThat(session(token(1, "0/5"), token(1, "0/9"), token(1, "0/7")).token())
        .isEqualTo(token(1, "0/9"));
  }

  @Test
  void positionBeyondThePrimarysIsClampedToIt() {
    primaryTells(1, 5);
    SessionState session = session(token(1, "FF/0"));
    primaryTells(1, 9);

    assertThat(session.token()).isEqualTo(token(1, "0/9"));
    assertThat(refused).containsExactly(TokenVerdict.FUTURE);
  }

  @Test
  void unreadableOrUnknownPositionCountsAsAWriteAtArrival() {
    primaryTells(1, 5);
    long before = clock.now();
    SessionState unreadable = session(token(1, "no position"), token(1, "0/5"));
    SessionState unknown = session(ConsistencyToken.unknown(name));
    primaryTells(1, 9);

    assertThat(refused).containsExactly(TokenVerdict.UNREADABLE);
    for (SessionState session : List.of(unreadable, unknown)) {
      assertThat(session.marks().writeNanos()).isGreaterThanOrEqualTo(before);
      assertThat(session.marks().writePosition()).isNull();
      assertThat(session.token()).isEqualTo(token(1, "0/9"));
    }
  }

  @Test
  void tokenOfAnotherEpochIsUnsatisfiedUntilTheSessionWrites() {
    primaryTells(2, 5);
    SessionState session = session(token(1, "0/5"));

    assertThat(session.unsatisfiedEpoch(2)).isEqualTo(1);
    assertThat(session.unsatisfiedEpoch(1)).isNull();

    session.wrote(clock.now(), 2);
    assertThat(session.unsatisfiedEpoch(2)).isNull();
  }

  @Test
  void unsatisfiedTokenIsFollowedByOneOfThePresentEpoch() {
    primaryTells(2, 5);
    SessionState session = session(token(1, "0/5"));
    primaryTells(2, 9);

    assertThat(session.token()).isEqualTo(token(2, "0/9"));
  }

  @Test
  void ownWriteOfAnEpochThatIsOverIsHandedOnAsSuch() {
    primaryTells(1, 5);
    SessionState session = session();
    session.wrote(clock.now(), 1);
    primaryTells(2, 9);

    assertThat(session.token()).isEqualTo(ConsistencyToken.unknown(name, 1));
  }
}
