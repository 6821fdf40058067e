package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.TimeSource;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.routing.Configs;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.UnreachableDataSource;
import dev.persistence.testkit.SeededRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A model of a primary, two replicas and delayed samples: whatever the order of events, a replica
 * that the check lets through shows what the session must see.
 */
class FreshnessPropertyTest {

  private static final int REPLICAS = 2;
  private static final Consistency BOUND = Consistency.bounded(Duration.ofNanos(400));

  /** A question on its way: what the node said, and when the question was sent. */
  private record Flight(int node, long sent, NodeSample sample) {}

  /** One run of the model; the time is a step counter. */
  private static final class Model implements TimeSource {
    final SeededRandom random;
    long now = 1;
    long epoch = 1;
    long committed = 0;
    long[] committedAt = new long[4_000];
    long[] replayed = new long[REPLICAS + 1];
    final List<Flight> flights = new ArrayList<>();
    final Cluster cluster;
    Marks marks = Marks.NONE;
    long mustSee;

    Model(SeededRandom random) {
      this.random = random;
      UnreachableDataSource pool = new UnreachableDataSource();
      List<Node> nodes = new ArrayList<>();
      for (int i = 0; i <= REPLICAS; i++) {
        nodes.add(new Node(i, "n" + i, NodePool.of(pool, null), new Node.Settings(1, 1)));
      }
      this.cluster = new Cluster(Configs.of(b -> b.time(this)), nodes, 0);
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void sleep(Duration duration) {
      now += duration.toNanos();
    }

    void step() {
      now += random.between(1, 20);
      switch (random.between(0, 19)) {
        case 0 -> commit(random.chance(0.3));
        case 1, 2, 3, 4, 5 -> replay();
        case 6, 7, 8, 9 -> ask();
        case 10, 11, 12, 13, 14 -> answer();
        case 15, 16, 17, 18 -> read();
        default -> disturb();
      }
    }

    /** A commit is acknowledged a little after it happened; some tell their position. */
    void commit(boolean ours) {
      long sent = cluster.clock().now();
      now += random.between(0, 5);
      committedAt[(int) ++committed] = now;
      LogPosition position = new LogPosition(committed);
      now += random.between(1, 10);
      if (!ours) {
        return;
      }
      boolean another = random.chance(0.2);
      if (another) { // Of another thread of the session, meanwhile.
        commit(true);
      }
      long ended = cluster.clock().now();
      long known = cluster.clock().topology().epoch();
      boolean exact = random.chance(0.5);
      marks = exact ? marks.wrote(sent, ended, known, position) : marks.wrote(ended, known);
      mustSee = committed;
    }

    void replay() {
      int node = random.between(1, REPLICAS);
      replayed[node] = Math.min(committed, replayed[node] + random.between(0, 4));
    }

    /** The node answers now; the answer arrives later. */
    void ask() {
      int node = random.between(0, REPLICAS);
      long sent = cluster.clock().now();
      now += random.between(0, 5);
      boolean primary = node == 0;
      LogPosition position = new LogPosition(primary ? committed : replayed[node]);
      flights.removeIf(flight -> flight.node() == node);
      flights.add(
          new Flight(
              node, sent, new NodeSample(primary, epoch, position, primary ? settled() : null)));
    }

    /** Everything but the commits of the last 100 nanoseconds. */
    NodeSample.Settled settled() {
      long flushed = committed;
      while (flushed > 0 && committedAt[(int) flushed] > now - 100) {
        flushed--;
      }
      return new NodeSample.Settled(new LogPosition(flushed), Duration.ofNanos(100));
    }

    void answer() {
      if (!flights.isEmpty()) {
        Flight flight = flights.remove(random.between(0, flights.size() - 1));
        cluster.clock().sampled(flight.node(), flight.sent(), flight.sample());
      }
    }

    /** A replica restarts and shows less for a while; its sampling connection breaks with it. */
    void disturb() {
      int node = random.between(1, REPLICAS);
      if (random.chance(0.2)) {
        replayed[node] = Math.max(0, replayed[node] - random.between(0, 3));
        flights.removeIf(flight -> flight.node() == node);
        cluster.clock().failed(node, SampleFailure.REFUSED);
      }
    }

    void read() {
      Consistency demand = random.chance(0.5) ? Consistency.session() : BOUND;
      long at = cluster.clock().now();
      FreshnessCheck check = FreshnessCheck.of(cluster, demand, marks, at);
      for (int node = 1; node <= REPLICAS; node++) {
        if (check.rejection(node) == null) {
          readFrom(node, demand);
          return;
        }
      }
    }

    private void readFrom(int node, Consistency demand) {
      long seen = replayed[node];
      if (demand.level() == Consistency.Level.SESSION) {
        assertThat(seen)
            .as("seen at step %d on node %d", now, node)
            .isGreaterThanOrEqualTo(mustSee);
        now += random.between(0, 5);
        marks =
            marks.read(cluster.clock().topology().node(node).place(node), cluster.clock().now());
        mustSee = Math.max(mustSee, seen);
      } else if (seen < committed) {
        long missingSince = now - committedAt[(int) seen + 1];
        assertThat(missingSince).as("staleness").isLessThanOrEqualTo(demand.maxStalenessNanos());
      }
    }
  }

  @Test
  void replicaThatPassesTheCheckIsNeverTooStale() {
    SeededRandom.forAll(
        400,
        random -> {
          Model model = new Model(random);
          for (int i = 0; i < 2_000; i++) {
            model.step();
          }
        });
  }
}
