package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.routing.Configs;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Rejection;
import dev.persistence.routing.UnreachableDataSource;
import dev.persistence.testkit.time.ManualTimeSource;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Why a replica serves no read, one reason at a time. */
class FreshnessCheckTest {

  private static final int PRIMARY = 0;
  private static final int REPLICA = 1;
  private static final long START = 1_000_000_000;

  private final Cluster cluster = cluster();
  private final WatermarkClock clock = cluster.clock();

  private static Cluster cluster() {
    NodePool pool = NodePool.of(new UnreachableDataSource(), null);
    List<Node> nodes =
        IntStream.of(PRIMARY, REPLICA)
            .mapToObj(i -> new Node(i, "n" + i, pool, new Node.Settings(1, 1)))
            .toList();
    return new Cluster(Configs.of(b -> b.time(ManualTimeSource.skipping())), nodes, PRIMARY);
  }

  private void sampled(NodeSample replica) {
    clock.sampled(PRIMARY, START, WatermarkClockTest.primary(1, 10));
    clock.sampled(REPLICA, START + 1, replica);
  }

  private void caughtUp() {
    sampled(WatermarkClockTest.replica(1, 10));
  }

  private FreshnessCheck check(Consistency demand, Marks marks, long now) {
    return FreshnessCheck.of(cluster, demand, marks, now);
  }

  private FreshnessCheck eventual(long now) {
    return check(Consistency.eventual(), Marks.NONE, now);
  }

  private @Nullable Rejection rejection() {
    return eventual(START + 2).rejection(REPLICA);
  }

  @Test
  void replicaServesAsLongAsItIsHeard() {
    caughtUp();
    long last = START + 1 + cluster.blindNanos();
    assertThat(rejection()).isNull();
    assertThat(eventual(last).rejection(REPLICA)).isNull();
    assertThat(eventual(last + 1).rejection(REPLICA)).isEqualTo(Rejection.DOWN);
  }

  @Test
  void writableReplicaIsFenced() {
    sampled(WatermarkClockTest.primary(1, 10));
    assertThat(rejection()).isEqualTo(Rejection.FENCED);
  }

  @Test
  void replicaThatHasReachedNothingKnownIsOfUnknownLag() {
    sampled(WatermarkClockTest.replica(1, 9));
    assertThat(rejection()).isEqualTo(Rejection.UNKNOWN_LAG);
  }

  @Test
  void replicaOfNoPrimaryIsOfAnotherEpochThoughNoneIsKnown() {
    clock.sampled(REPLICA, START, WatermarkClockTest.replica(NodeSample.UNKNOWN_EPOCH, 10));
    assertThat(rejection()).isEqualTo(Rejection.OTHER_EPOCH);
  }

  /** Returns when it was sampled last, more than the bound behind. */
  private long lagging() {
    caughtUp();
    clock.sampled(PRIMARY, START + 10, WatermarkClockTest.primary(1, 20));
    long late = START + 11 + cluster.maxLagNanos();
    clock.sampled(REPLICA, late, WatermarkClockTest.replica(1, 10));
    return late;
  }

  @Test
  void replicaThatIsTooFarBehindServesNobody() {
    assertThat(eventual(lagging()).rejection(REPLICA)).isEqualTo(Rejection.LAGGING);
  }

  @Test
  void tokenOfAnotherClusterOrEpochIsCoveredByNobody() {
    caughtUp();
    assertThat(behindToken("test", 1, "0/A")).isNull();
    assertThat(behindToken("test", 1, "0/B")).isEqualTo(Rejection.BEHIND_TOKEN);
    assertThat(behindToken("test", 2, "0/A")).isEqualTo(Rejection.BEHIND_TOKEN);
    assertThat(behindToken("toast", 1, "0/A")).isEqualTo(Rejection.BEHIND_TOKEN);
  }

  private @Nullable Rejection behindToken(String name, long epoch, String position) {
    ConsistencyToken token = new ConsistencyToken(name, epoch, position);
    return check(Consistency.atLeast(token), Marks.NONE, START + 2).rejection(REPLICA);
  }

  @Test
  void writeOfAnotherEpochIsRememberedForATime() {
    long written = START;
    long end = written + cluster.epochMemoryNanos();
    clock.sampled(PRIMARY, end - 10, WatermarkClockTest.primary(1, 10));
    clock.sampled(REPLICA, end - 9, WatermarkClockTest.replica(1, 10));
    Marks marks = Marks.NONE.wrote(written, 7);
    assertThat(check(Consistency.session(), marks, end - 1).rejection(REPLICA))
        .isEqualTo(Rejection.BEHIND_WRITE);
    assertThat(check(Consistency.session(), marks, end).rejection(REPLICA)).isNull();
  }

  private boolean isUnwatchedAfter(SampleFailure how) {
    clock.failed(REPLICA, how);
    clock.failed(REPLICA, how);
    return eventual(START + 2).isUnwatched(REPLICA);
  }

  @Test
  void replicaWhoseSamplerGetsNoAnswersServesUnlessItIsDead() {
    caughtUp();
    assertThat(isUnwatchedAfter(SampleFailure.SILENT)).isTrue();
    assertThat(isUnwatchedAfter(SampleFailure.REFUSED)).isFalse();
  }

  @Test
  void replicaOfNoKnownEpochServesNobodyUnwatched() {
    assertThat(isUnwatchedAfter(SampleFailure.SILENT)).isFalse();
  }

  @Test
  void replicaOfAnotherEpochServesNobodyUnwatched() {
    caughtUp();
    clock.sampled(PRIMARY, START + 2, WatermarkClockTest.primary(2, 10));
    assertThat(isUnwatchedAfter(SampleFailure.SILENT)).isFalse();
  }

  @Test
  void replicaThatWasTooFarBehindServesNobodyUnwatched() {
    long blind = lagging() + cluster.blindNanos() + 1;
    assertThat(eventual(blind).rejection(REPLICA)).isEqualTo(Rejection.DOWN);
    assertThat(eventual(blind).isUnwatched(REPLICA)).isFalse();
  }
}
