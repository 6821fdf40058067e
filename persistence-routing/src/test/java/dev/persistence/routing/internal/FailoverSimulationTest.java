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
 * A model of a cluster whose primary changes, with lag, lost samples, old primaries that come back
 * and lost writes: a million steps, and the invariants hold after each.
 */
class FailoverSimulationTest {

  private static final int SERVERS = 4;
  private static final int RUNS = 500;
  private static final int STEPS = 2_200;

  /** A question on its way. */
  private record Flight(int node, long sent, NodeSample sample) {}

  /** One run of the model; the time is a step counter. */
  private static final class Model implements TimeSource {
    final SeededRandom random;
    final List<SimulatedServer> servers = new ArrayList<>();
    final List<Flight> flights = new ArrayList<>();
    final Cluster cluster;
    long now = 1;
    long newestEpoch = 1;
    int writes;
    Marks marks = Marks.NONE;

    /** The session's last write, and the last one that it has read, each with its epoch. */
    int wrote;

    int read;
    long readEpoch;
    long replicaReads;

    Model(SeededRandom random) {
      this.random = random;
      List<Node> nodes = new ArrayList<>();
      for (int i = 0; i < SERVERS; i++) {
        servers.add(i == 0 ? new SimulatedServer() : new SimulatedServer(servers.get(0)));
        NodePool pool = NodePool.of(new UnreachableDataSource(), null);
        nodes.add(new Node(i, "n" + i, pool, new Node.Settings(1, 1)));
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
      switch (random.between(0, 99)) {
        case 0, 1, 2, 3, 4, 5, 6 -> write(random.chance(0.4));
        case 7 -> lose();
        case 8 -> changeRoles();
        default -> flow();
      }
    }

    private void flow() {
      switch (random.between(0, 3)) {
        case 0 -> random.pick(servers).replay(random.between(0, 4));
        case 1 -> ask();
        case 2 -> answer();
        default -> read();
      }
    }

    /** The router sends a write where it believes the primary to be; others know better. */
    private void write(boolean ours) {
      Topology topology = cluster.clock().topology();
      int target = ours ? topology.primary() : random.between(0, SERVERS - 1);
      if (target == Topology.NO_PRIMARY || !servers.get(target).isWritable()) {
        return;
      }
      SimulatedServer server = servers.get(target);
      if (ours) {
        assertThat(server.epoch())
            .as("epoch of the server that gets the write, at step %d", now)
            .isGreaterThanOrEqualTo(topology.epoch());
      }
      server.write(++writes);
      now += random.between(1, 10);
      if (ours) {
        wrote = writes;
        marks = marks.wrote(cluster.clock().now(), topology.epoch());
      }
    }

    private void ask() {
      int node = random.between(0, SERVERS - 1);
      long sent = cluster.clock().now();
      now += random.between(0, 5);
      flights.removeIf(flight -> flight.node() == node);
      flights.add(new Flight(node, sent, servers.get(node).sample()));
    }

    private void answer() {
      if (!flights.isEmpty()) {
        Flight flight = flights.remove(random.between(0, flights.size() - 1));
        cluster.clock().sampled(flight.node(), flight.sent(), flight.sample());
      }
    }

    /** A sampling connection breaks, or a sample gets lost. */
    private void lose() {
      int node = random.between(0, SERVERS - 1);
      flights.removeIf(flight -> flight.node() == node);
      cluster.clock().failed(node, random.pick(List.of(SampleFailure.values())));
    }

    /** A promotion with whatever was replayed, a new upstream, or a fresh copy of the primary. */
    private void changeRoles() {
      int node = random.between(0, SERVERS - 1);
      SimulatedServer server = servers.get(node);
      if (random.chance(0.3) && !server.isWritable()) {
        server.promote(++newestEpoch);
      } else if (random.chance(0.5)) {
        server.follow(newest());
      } else if (server != newest()) {
        server.copyOf(newest());
        flights.removeIf(flight -> flight.node() == node);
        cluster.clock().failed(node, SampleFailure.REFUSED);
      }
    }

    private SimulatedServer newest() {
      return servers.stream()
          .filter(SimulatedServer::isWritable)
          .max((a, b) -> Long.compare(a.epoch(), b.epoch()))
          .orElseThrow();
    }

    private void read() {
      Topology topology = cluster.clock().topology();
      long at = cluster.clock().now();
      FreshnessCheck check = FreshnessCheck.of(cluster, Consistency.session(), marks, at);
      for (int node = 0; node < SERVERS; node++) {
        if (node != topology.primary() && check.rejection(node) == null) {
          readFrom(node, topology);
          return;
        }
      }
    }

    private void readFrom(int node, Topology topology) {
      SimulatedServer server = servers.get(node);
      replicaReads++;
      assertThat(wrote == 0 || server.shows(wrote))
          .as("the session's write %d on node %d at step %d", wrote, node, now)
          .isTrue();
      if (readEpoch == topology.epoch() && read != 0) {
        assertThat(server.shows(read))
            .as("what was read, %d, on node %d at step %d", read, node, now)
            .isTrue();
      }
      read = server.newest();
      readEpoch = topology.epoch();
      now += random.between(0, 5);
      long place = topology.node(node).place(node);
      marks = marks.read(place, cluster.clock().now());
    }
  }

  @Test
  void sessionSeesItsWritesOrIsKeptFromReplicasWhateverHappensToThePrimary() {
    long[] replicaReads = new long[1];
    SeededRandom.forAll(
        RUNS,
        random -> {
          Model model = new Model(random);
          for (int i = 0; i < STEPS; i++) {
            model.step();
          }
          replicaReads[0] += model.replicaReads;
        });

    assertThat(replicaReads[0]).as("reads on replicas").isGreaterThan(RUNS);
  }
}
