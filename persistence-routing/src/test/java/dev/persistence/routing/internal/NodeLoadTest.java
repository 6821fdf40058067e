package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What a node tells selectors of itself. */
class NodeLoadTest {

  private static final long SECOND = 1_000_000_000;
  private static final long ADMITTED = 100 * SECOND;

  private final Node node = new Node(0, "n", new NoPool(), new Node.Settings(4, "a", 1));

  @Test
  void nodeThatWasNeverAwayHasAllOfItsWeight() {
    assertThat(node.share()).isEqualTo(4);
    node.sampled(5 * SECOND, 1_000, SampleRing.NEVER);
    assertThat(node.share()).isEqualTo(4);
  }

  @Test
  void nodeThatComesBackGrowsToItsWeightInTenSeconds() {
    double before = 0;
    for (int second : new int[] {0, 2, 5, 8, 10, 100}) {
      node.sampled(ADMITTED + second * SECOND, 1_000, ADMITTED);
      double expected = 4 * Math.min(1, Math.max(0.1, second / 10.0));
      assertThat(node.share()).isCloseTo(expected, within(1e-9)).isGreaterThanOrEqualTo(before);
      before = node.share();
    }
  }

  @Test
  void unknownLatencyIsWhatTheSamplerSaw() {
    node.sampled(SECOND, 300_000, SampleRing.NEVER);
    assertThat(node.latencyNanos()).isEqualTo(300_000);
    node.responded(2 * SECOND, 700_000);
    node.sampled(2 * SECOND, 5, SampleRing.NEVER);
    assertThat(node.latencyNanos()).as("no mixture of both").isEqualTo(700_000);
  }

  @Test
  void nodeThatWasSlowOnceIsForgivenWhileItServesNobody() {
    node.responded(SECOND, 10 * SECOND);
    for (int second = 2; second < 120; second++) {
      node.sampled(second * SECOND, 1_000, SampleRing.NEVER);
    }
    assertThat(node.latencyNanos()).isBetween(1L, SECOND / 100);
  }

  @Test
  void latencyOfABusyNodeStaysWhatItIs() {
    for (int i = 1; i < 100; i++) {
      node.responded(i * SECOND / 2, 1_000_000);
      node.sampled(i * SECOND / 2, 5, SampleRing.NEVER);
    }
    assertThat(node.latencyNanos()).isBetween(999_000L, 1_000_000L);
  }

  @Test
  void responseTimesInQuickSuccessionAreNotAllTaken() {
    node.responded(SECOND, 1_000_000);
    assertThat(node.wantsLatency(SECOND + 99_999)).isFalse();
    assertThat(node.wantsLatency(SECOND + 100_000)).isTrue();
  }

  /** A pool that nobody asks here. */
  private static final class NoPool implements NodePool {
    @Override
    public Connection borrow() throws SQLException {
      throw new SQLException("no connection");
    }

    @Override
    public Connection openProbe() throws SQLException {
      throw new SQLException("no connection");
    }

    @Override
    public int size() {
      return UNKNOWN_SIZE;
    }

    @Override
    public void purge() {}
  }
}
