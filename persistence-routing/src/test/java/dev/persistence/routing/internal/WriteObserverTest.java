package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.routing.Configs;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import dev.persistence.routing.UnreachableDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a session learns of a write from the driver; the samples are made by hand. */
class WriteObserverTest {

  private static final int PRIMARY = 0;
  private static final long EPOCH = 1;

  private final Cluster cluster = cluster();
  private final WatermarkClock clock = cluster.clock();
  private final SessionState session = new SessionState(cluster, List.of(), refused -> {});

  private Supplier<@Nullable Position> driver = () -> new LogPosition(7);

  private Runnable beforeCalls = () -> {};

  /** Tells what the test wants, as if a driver knew it. */
  private final ReplicationDialect dialect =
      new ReplicationDialect() {
        @Override
        public Probe probe(Connection connection) {
          throw new UnsupportedOperationException("no probe");
        }

        @Override
        public Position parse(String text) {
          throw new UnsupportedOperationException("no text");
        }

        @Override
        public CommitWatch watch(Connection physical) {
          return new CommitWatch() {
            @Override
            public void starts() {
              beforeCalls.run();
            }

            @Override
            public @Nullable Position ended() {
              return driver.get();
            }
          };
        }
      };

  private final WriteObserver observer = WriteObserver.of(dialect, stub(Connection.class));

  private static Cluster cluster() {
    Node node =
        new Node(
            PRIMARY, "p", NodePool.of(new UnreachableDataSource(), null), new Node.Settings(1, 1));
    return new Cluster(Configs.of(builder -> builder), List.of(node), PRIMARY);
  }

  private static <T> T stub(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> null));
  }

  private void primaryTells(long epoch, long position) {
    clock.sampled(
        PRIMARY, clock.now(), new NodeSample(true, epoch, new LogPosition(position), null));
  }

  private @Nullable Position positionAfter(Object result) {
    write(observer, result);
    return session.marks().writePosition();
  }

  private void write(WriteObserver with, Object result) {
    long sent = clock.now();
    with.starts();
    with.returned(result);
    with.ended(session, sent, clock.now(), EPOCH);
  }

  @Test
  void positionThatTheDriverTellsIsTheSessions() {
    primaryTells(EPOCH, 5);

    assertThat(positionAfter(1)).isEqualTo(new LogPosition(7));
    assertThat(session.marks().writeEpoch()).isEqualTo(EPOCH);
  }

  @Test
  void whatThePrimaryHadBeforeCountsToo() {
    primaryTells(EPOCH, 9);

    assertThat(positionAfter(1)).isEqualTo(new LogPosition(9));
  }

  @Test
  void statementThatReturnsRowsMayHaveSeenMore() {
    primaryTells(EPOCH, 5);

    assertThat(positionAfter(stub(ResultSet.class))).isNull();
    assertThat(positionAfter(true)).isNull();
    assertThat(positionAfter(false)).isNotNull();
  }

  @Test
  void writeOfWhichTheDriverTellsNothingVoidsThePosition() {
    primaryTells(EPOCH, 5);
    assertThat(positionAfter(1)).isNotNull();

    driver = () -> null;
    assertThat(positionAfter(1)).isNull();
  }

  @Test
  void positionIsOfTheEpochInWhichTheWriteBegan() {
    primaryTells(EPOCH, 5);
    primaryTells(EPOCH + 1, 6);

    assertThat(positionAfter(1)).as("what the old primary had inherited is forgotten").isNull();
    assertThat(session.marks().writeEpoch()).isEqualTo(EPOCH);
  }

  @Test
  void noPositionIsTakenBeforeThePrimaryWasSampled() {
    assertThat(positionAfter(1)).isNull();
    assertThat(session.marks().writeNanos()).isPositive();
  }

  @Test
  void failingDriverLeavesTheWriteWithoutAPosition() {
    primaryTells(EPOCH, 5);
    driver =
        () -> {
          throw new IllegalStateException("no session state");
        };

    assertThat(positionAfter(1)).isNull();
    assertThat(session.marks().writeNanos()).isPositive();
  }

  @Test
  void driverThatFailsBeforeTheCallIsAskedNoMore() {
    primaryTells(EPOCH, 5);
    beforeCalls =
        () -> {
          throw new IllegalStateException("no session state");
        };

    assertThat(positionAfter(1)).isNull();
    beforeCalls = () -> {};
    assertThat(positionAfter(1)).isNull();
    assertThat(session.marks().writeNanos()).isPositive();
  }

  @Test
  void driverThatCannotBeWatchedTellsNothing() {
    ReplicationDialect silent = ReplicationDialect.postgres();
    primaryTells(EPOCH, 5);

    write(WriteObserver.of(silent, stub(Connection.class)), 1);

    assertThat(session.marks().writePosition()).isNull();
    assertThat(session.marks().writeNanos()).isPositive();
  }
}
