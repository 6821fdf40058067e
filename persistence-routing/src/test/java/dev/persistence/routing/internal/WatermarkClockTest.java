package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.routing.Configs;
import dev.persistence.routing.NodeSample;
import dev.persistence.testkit.time.ManualTimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WatermarkClockTest {

  private static final int PRIMARY = 0;
  private static final int REPLICA = 1;

  private final ManualTimeSource time = ManualTimeSource.skipping();
  private final WatermarkClock clock =
      new WatermarkClock(Configs.of(b -> b.time(time)), 3, PRIMARY);

  @Test
  void nothingIsKnownBeforeTheFirstSample() {
    NodeState state = clock.topology().node(REPLICA);

    assertThat(state.up()).isFalse();
    assertThat(state.horizonNanos()).isEqualTo(SampleRing.NEVER);
    assertThat(clock.bound(1)).isNull();
  }

  @Test
  void caughtUpReplicaHasTheHorizonOfTheSampleSentBefore() {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 130, replica(1, 10));

    assertThat(state().horizonNanos()).isEqualTo(100);
    assertThat(state().lagNanos()).isZero();
  }

  @Test
  void idlePrimaryMovesTheHorizonWithoutASampleOfTheReplica() {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 130, replica(1, 10));
    clock.sampled(PRIMARY, 900, primary(1, 10));

    assertThat(state().horizonNanos()).isEqualTo(900);
  }

  @Test
  void replicaBehindKeepsItsHorizonAndShowsItsLag() {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 130, replica(1, 10));
    clock.sampled(PRIMARY, 5_000_000, primary(1, 20));
    clock.sampled(PRIMARY, 9_000_000, primary(1, 30));
    clock.sampled(REPLICA, 9_000_100, replica(1, 19));

    assertThat(state().horizonNanos()).isEqualTo(100);
    assertThat(state().lagNanos()).isEqualTo(4_000_100);
  }

  @Test
  void replicaBehindAnIdlePrimaryFallsFurtherBehind() {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 130, replica(1, 10));
    clock.sampled(PRIMARY, 1_000, primary(1, 20));
    clock.sampled(PRIMARY, 9_000, primary(1, 20));
    clock.sampled(REPLICA, 9_500, replica(1, 10));

    assertThat(state().lagNanos()).isEqualTo(8_500);
  }

  @Test
  void settledPositionBoundsOlderCommitsWhereTheNewestIsOutOfReach() {
    NodeSample.Settled settled =
        new NodeSample.Settled(new LogPosition(10), Duration.ofNanos(1_000));
    clock.sampled(PRIMARY, 5_000, new NodeSample(true, 1, new LogPosition(12), settled));
    clock.sampled(REPLICA, 5_100, replica(1, 10));

    assertThat(state().horizonNanos()).isEqualTo(4_000);
    assertThat(state().lagNanos()).isEqualTo(100);
  }

  @Test
  void newEpochVoidsAllHorizons() {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 130, replica(1, 10));
    clock.sampled(PRIMARY, 200, primary(2, 10));

    assertThat(state().epoch()).isEqualTo(1);
    assertThat(state().horizonNanos()).as("of the epoch before").isEqualTo(100);
    assertThat(clock.topology().epoch()).isEqualTo(2);

    clock.sampled(REPLICA, 230, replica(2, 11));

    assertThat(state().horizonNanos()).isEqualTo(200);
  }

  @Test
  void replicaThatFollowsANewPrimaryHasNoHorizonUntilItReachesThat() {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 130, replica(1, 10));
    clock.sampled(PRIMARY, 200, primary(2, 20));
    clock.sampled(REPLICA, 230, replica(2, 15));

    assertThat(state().horizonNanos()).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void settledPositionOfAnEpochBeforeBoundsNothing() {
    NodeSample.Settled settled = new NodeSample.Settled(new LogPosition(10), Duration.ZERO);
    clock.sampled(PRIMARY, 100, new NodeSample(true, 1, new LogPosition(12), settled));
    clock.sampled(PRIMARY, 200, primary(2, 20));
    clock.sampled(REPLICA, 230, replica(2, 11));

    assertThat(state().horizonNanos()).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void primaryThatHasLostTheEndOfItsHistoryVoidsAllHorizons() {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 130, replica(1, 10));
    clock.sampled(PRIMARY, 150, primary(1, 30));
    clock.sampled(PRIMARY, 200, primary(1, 12));

    assertThat(state().horizonNanos()).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void successorOfTheSameEpochVoidsAllHorizons() {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 130, replica(1, 10));
    clock.sampled(PRIMARY, 150, replica(1, 10));
    clock.sampled(2, 200, primary(1, 12));

    assertThat(clock.topology().primary()).isEqualTo(2);
    assertThat(state().horizonNanos()).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void replicaOfAnAssumedLagIsThatFarBehind() {
    AssumedLag window = new AssumedLag(Duration.ofNanos(40));
    clock.sampled(REPLICA, 130, new NodeSample(false, 1, window, null));

    assertThat(state().horizonNanos()).isEqualTo(90);
  }

  @Test
  void replicaOfAnotherEpochHasNoHorizon() {
    clock.sampled(PRIMARY, 100, primary(2, 10));
    clock.sampled(REPLICA, 130, replica(1, 99));

    assertThat(state().horizonNanos()).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void replicaThatLostItsStreamKeepsItsEpoch() {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 130, replica(1, 10));
    clock.sampled(REPLICA, 180, replica(NodeSample.UNKNOWN_EPOCH, 10));

    assertThat(state().epoch()).isEqualTo(1);
    assertThat(state().horizonNanos()).isEqualTo(100);
  }

  @Test
  void writableReplicaIsOfNoEpoch() {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 120, replica(1, 10));
    clock.sampled(REPLICA, 130, primary(1, 10));

    assertThat(state().epoch()).isEqualTo(NodeSample.UNKNOWN_EPOCH);
  }

  @Test
  void oneFailureVoidsTheHorizonSinceTheNodeMayHaveRestarted() {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 130, replica(1, 10));
    clock.failed(REPLICA, SampleFailure.SILENT);

    assertThat(state().up()).isTrue();
    assertThat(state().horizonNanos()).isEqualTo(SampleRing.NEVER);

    clock.sampled(REPLICA, 200, replica(1, 9));

    assertThat(state().horizonNanos()).isEqualTo(SampleRing.NEVER);
  }

  @Test
  void twoFailuresInARowAreDown() {
    clock.sampled(REPLICA, 130, replica(1, 10));
    clock.failed(REPLICA, SampleFailure.SILENT);
    clock.failed(REPLICA, SampleFailure.SILENT);

    assertThat(state().up()).isFalse();
  }

  @Test
  void primaryThatTakesNoWritesIsTheOneNoMore() {
    clock.sampled(PRIMARY, 100, replica(1, 10));

    assertThat(clock.topology().hasPrimary()).isFalse();
    assertThat(clock.bound(50)).isNull();
  }

  @Test
  void waiterIsWokenByProgressAndItsDemandReachesTheSamplers() throws Exception {
    clock.sampled(PRIMARY, 100, primary(1, 10));
    clock.sampled(REPLICA, 130, replica(1, 10));
    time.advance(Duration.ofMillis(10));
    long start = clock.now();
    long deadline = start + Duration.ofSeconds(5).toNanos();
    Topology seen = clock.topology();
    CompletableFuture<Boolean> waiter = inAThread(() -> awaitProgress(start, deadline, seen));
    CompletableFuture<Boolean> primarysTurn =
        inAThread(() -> awaitTurn(PRIMARY, start - 5_000_000));

    assertThat(primarysTurn.get(10, TimeUnit.SECONDS)).isTrue();
    clock.sampled(PRIMARY, start + 1, primary(1, 20));
    clock.sampled(REPLICA, start + 2, replica(1, 20));

    assertThat(waiter.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(state().horizonNanos()).isEqualTo(start + 1);
  }

  @Test
  void closeFreesWaitersAndSamplers() throws Exception {
    Topology seen = clock.topology();
    long deadline = clock.now() + Duration.ofHours(1).toNanos();
    CompletableFuture<Boolean> waiter = inAThread(() -> awaitProgress(deadline, deadline, seen));
    CompletableFuture<Boolean> sampler =
        inAThread(() -> awaitTurn(PRIMARY, clock.now() + 1_000_000_000_000L));

    clock.close();

    assertThat(waiter.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(sampler.get(10, TimeUnit.SECONDS)).isFalse();
  }

  /**
   * Each task blocks, so none may wait for a worker of the common pool, which may have just one.
   */
  private static CompletableFuture<Boolean> inAThread(Supplier<Boolean> task) {
    return CompletableFuture.supplyAsync(task, runnable -> new Thread(runnable).start());
  }

  private boolean awaitProgress(long instant, long deadline, Topology seen) {
    try {
      return clock.awaitProgress(instant, deadline, seen);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean awaitTurn(int node, long lastSent) {
    try {
      return clock.awaitTurn(node, lastSent);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private NodeState state() {
    return clock.topology().node(REPLICA);
  }

  static NodeSample primary(long epoch, long position) {
    return new NodeSample(true, epoch, new LogPosition(position), null);
  }

  static NodeSample replica(long epoch, long position) {
    return new NodeSample(false, epoch, new LogPosition(position), null);
  }
}
