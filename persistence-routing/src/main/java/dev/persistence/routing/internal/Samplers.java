package dev.persistence.routing.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sampling threads of one cluster, one for each node. */
public final class Samplers implements AutoCloseable {

  /** How long a sampler gets to close its own connection, which may belong to a pool. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private record Running(NodeSampler sampler, Thread thread) {}

  private final Cluster cluster;
  private final WatermarkClock clock;
  private final Map<Node, Running> running = new ConcurrentHashMap<>();

  private Samplers(Cluster cluster) {
    this.cluster = cluster;
    this.clock = cluster.clock();
  }

  /** Starts sampling all nodes on daemon threads. */
  public static Samplers start(Cluster cluster) {
    Samplers samplers = new Samplers(cluster);
    cluster.nodes().forEach(samplers::start);
    return samplers;
  }

  /** Starts sampling one more node. */
  public void start(Node node) {
    NodeSampler sampler = new NodeSampler(node, cluster);
    String name = "persistence-routing-" + cluster.config().name() + "-" + node.name();
    Thread thread = new Thread(() -> run(sampler, node), name);
    thread.setDaemon(true);
    running.put(node, new Running(sampler, thread));
    thread.start();
  }

  private void run(NodeSampler sampler, Node node) {
    try {
      sampler.run();
    } finally {
      running.remove(node);
    }
  }

  /** Ends the thread of a node that was removed. */
  public void stop(Node node) {
    Running stopped = running.get(node);
    if (stopped != null) {
      end(List.of(stopped));
    }
  }

  /** Tells whether the node's thread may still report something. */
  public boolean isRunning(Node node) {
    return running.containsKey(node);
  }

  /**
   * Ends all threads. Those that wait in the network are freed by aborting their connection; one
   * that is just connecting ends with the driver's own connect time-out.
   */
  @Override
  public void close() {
    clock.close();
    end(List.copyOf(running.values()));
  }

  private void end(Collection<Running> ending) {
    ending.forEach(each -> each.thread().interrupt());
    long deadline = clock.now() + PATIENCE.toNanos();
    for (Running each : ending) {
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
