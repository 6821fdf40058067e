package dev.persistence.routing.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The sampling threads of one cluster, one for each node. */
public final class Samplers implements AutoCloseable {

  /** How long a sampler gets to close its own connection, which may belong to a pool. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private record Running(NodeSampler sampler, Thread thread) {}

  private final WatermarkClock clock;
  private final List<Running> running = new ArrayList<>();

  private Samplers(WatermarkClock clock) {
    this.clock = clock;
  }

  /** Starts sampling all nodes on daemon threads. */
  public static Samplers start(Cluster cluster) {
    Samplers samplers = new Samplers(cluster.clock());
    for (Node node : cluster.nodes()) {
      NodeSampler sampler = new NodeSampler(node, cluster.clock(), cluster.config());
      String name = "persistence-routing-" + cluster.config().name() + "-" + node.name();
      Thread thread = new Thread(sampler, name);
      thread.setDaemon(true);
      thread.start();
      samplers.running.add(new Running(sampler, thread));
    }
    return samplers;
  }

  /**
   * Ends all threads. Those that wait in the network are freed by aborting their connection; one
   * that is just connecting ends with the driver's own connect time-out.
   */
  @Override
  public void close() {
    clock.close();
    running.forEach(each -> each.thread().interrupt());
    long deadline = clock.now() + PATIENCE.toNanos();
    for (Running each : running) {
      join(each.thread(), GRACE.toNanos());
      if (each.thread().isAlive()) {
        each.sampler().abort();
        join(each.thread(), deadline - clock.now());
      }
    }
  }

  private static void join(Thread thread, long patienceNanos) {
    try {
      thread.join(Math.max(1, patienceNanos / 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
