package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.persistence.core.TimeSource;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.Session;
import dev.persistence.routing.Configs;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.RouteReason;
import dev.persistence.routing.RoutingDataSourceBuilder;
import dev.persistence.routing.TokenUnsatisfiedException;
import dev.persistence.routing.UnreachableDataSource;
import dev.persistence.routing.UnsatisfiedToken;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Choices from samples made by hand, at a time that stands still until it is moved. */
class RouterTest {

  private static final int PRIMARY = 0;
  private static final Duration WAIT = Duration.ofMillis(50);

  private static final class StandingTime implements TimeSource {
    private final AtomicLong nanos = new AtomicLong(1);

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public void sleep(Duration duration) {
      nanos.addAndGet(duration.toNanos());
    }
  }

  private final StandingTime time = new StandingTime();
  private final Cluster cluster = cluster();
  private final Router router = new Router(cluster);
  private final Session session = Session.open();

  @AfterEach
  void closeSession() {
    session.close();
  }

  private static Node node(int index) {
    NodePool pool = NodePool.of(new UnreachableDataSource(), null);
    return new Node(index, "n" + index, pool, new Node.Settings(1, 1));
  }

  private Cluster cluster() {
    List<Node> nodes = new ArrayList<>(List.of(node(0), node(1)));
    UnaryOperator<RoutingDataSourceBuilder> settings =
        builder -> builder.time(time).maxWait(WAIT).unsatisfiedToken(UnsatisfiedToken.FAIL);
    return new Cluster(Configs.of(settings), nodes, PRIMARY);
  }

  private void tells(int node, long position) {
    NodeSample sample = new NodeSample(node == PRIMARY, 1, new LogPosition(position), null);
    cluster.clock().sampled(node, cluster.clock().now(), sample);
  }

  private Node read() throws SQLException {
    return router.replica(Consistency.session(), 0, -1, cluster.clock().now());
  }

  @Test
  void freshReplicaServesTheRead() throws SQLException {
    tells(PRIMARY, 5);
    tells(1, 5);

    assertThat(read().name()).isEqualTo("n1");
    assertThat(router.statistics().decisions()).containsEntry(RouteReason.FRESH, 1L);
  }

  private FutureTask<Node> waitingReader() {
    FutureTask<Node> reader = new FutureTask<>(this::read);
    Thread thread = new Thread(reader);
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return reader;
  }

  /** The third node never answers, and the time in which it might does not pass. */
  @Test
  void firstReadWaitsForAReplicaAndNotForANodeThatIsSilent() throws Exception {
    cluster.put(node(2));
    FutureTask<Node> reader = waitingReader();
    tells(PRIMARY, 5);
    tells(1, 5);

    assertThat(reader.get(30, TimeUnit.SECONDS).name()).isEqualTo("n1");
  }

  @Test
  void firstReadThatWaitsEndsWithTheDataSource() throws Exception {
    FutureTask<Node> reader = waitingReader();
    cluster.clock().close();

    assertThatThrownBy(() -> reader.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SQLException.class);
  }

  @Test
  void readThatNoWaitCanHelpIsNotCountedAsAWait() throws SQLException {
    tells(PRIMARY, 5);
    cluster.clock().failed(1, SampleFailure.REFUSED);

    assertThat(read().name()).isEqualTo("n0");
    assertThat(router.statistics().waits()).isZero();
  }

  @Test
  void writeDoesNotWaitForAPrimaryOnceTheClockIsClosed() {
    tells(PRIMARY, 5);
    tells(1, 5);
    cluster.clock().sampled(PRIMARY, 3, new NodeSample(false, 1, new LogPosition(5), null));
    cluster.clock().close();

    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThatThrownBy(() -> router.primary(RouteReason.WRITE))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessageContaining("the routing data source is closed"));
  }

  @Test
  void tokenOfANewerEpochTellsOfAPromotionAndHasTheNodesAsked() {
    time.sleep(Duration.ofSeconds(1));
    tells(PRIMARY, 5);
    tells(1, 5);
    time.sleep(Duration.ofMillis(100));
    long asked = cluster.clock().now();
    Consistency newer = Consistency.atLeast(new ConsistencyToken("test", 2, "0/5"));

    assertThatThrownBy(() -> router.replica(newer, 0, -1, asked))
        .isInstanceOf(TokenUnsatisfiedException.class)
        .hasMessageContaining("it is of epoch 2, newer than the primary's epoch 1 known here")
        .hasMessageNotContaining("lost");

    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          assertThat(cluster.clock().awaitTurn(PRIMARY, asked)).isTrue();
          assertThat(cluster.clock().awaitTurn(1, asked)).isTrue();
        });
  }

  @Test
  void tokenOfAnEpochThatIsOverTellsOfALostWrite() {
    cluster.clock().sampled(PRIMARY, 2, new NodeSample(true, 3, new LogPosition(5), null));
    Consistency old = Consistency.atLeast(new ConsistencyToken("test", 2, "0/5"));

    assertThatThrownBy(() -> router.replica(old, 0, -1, cluster.clock().now()))
        .isInstanceOf(TokenUnsatisfiedException.class)
        .hasMessageContaining("the write may be lost");
  }

  @Test
  void nodesMayBeAddedUnderReads() throws Exception {
    tells(PRIMARY, 5);
    tells(1, 5);
    AtomicBoolean added = new AtomicBoolean();
    CountDownLatch reading = new CountDownLatch(1_000);
    FutureTask<Boolean> reader =
        new FutureTask<>(
            () -> {
              while (!added.get()) {
                read();
                reading.countDown();
              }
              return true;
            });
    new Thread(reader).start();
    reading.await();

    for (int i = 2; i < 64; i++) {
      cluster.put(node(i));
    }
    added.set(true);

    assertThat(reader.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(cluster.status()).hasSize(64);
  }
}
