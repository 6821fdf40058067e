package dev.persistence.benchmarks;

import dev.persistence.routing.ReplicaLoad;
import dev.persistence.routing.ReplicaSelector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** The choice among four eligible replicas of five nodes, by one thread and by two at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SelectorBenchmark {

  private record Load(String name, int weight, int inFlight, long latencyNanos, String zone)
      implements ReplicaLoad {

    @Override
    public double share() {
      return weight;
    }
  }

  @Param({"roundRobin", "weighted", "leastInFlight", "powerOfTwo", "zonePowerOfTwo"})
  String kind = "powerOfTwo";

  private final List<Load> nodes =
      IntStream.range(0, 5)
          .mapToObj(i -> new Load("n" + i, 1 + i % 2, i, 900_000 + i * 10_000, "zone" + i % 2))
          .toList();

  private ReplicaSelector selector = ReplicaSelector.powerOfTwo();

  @Setup
  public void chooseSelector() {
    selector =
        switch (kind) {
          case "roundRobin" -> ReplicaSelector.roundRobin();
          case "weighted" -> ReplicaSelector.weighted();
          case "leastInFlight" -> ReplicaSelector.leastInFlight();
          case "powerOfTwo" -> ReplicaSelector.powerOfTwo();
          case "zonePowerOfTwo" -> ReplicaSelector.powerOfTwo().preferringZone("zone1");
          default -> throw new IllegalArgumentException("kind is " + kind);
        };
  }

  @Benchmark
  @Threads(1)
  public int oneThread() {
    return selector.select(nodes, 0b11110);
  }

  @Benchmark
  @Threads(2)
  public int twoThreads() {
    return selector.select(nodes, 0b11110);
  }
}
