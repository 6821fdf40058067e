package dev.persistence.benchmarks.sharding;

import dev.persistence.sharding.HashResolver;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
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
import org.openjdk.jmh.annotations.Warmup;

/** How the shard of a number grows with the number of shards. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class ShardGrowthBenchmark {

  @Param({"1", "4", "16", "64", "256", "1024"})
  int shards = 1;

  private HashResolver numbers = Resolvers.hash(KeyType.INT8).build(List.of("s0"));

  /** Which key is next for a thread. */
  @State(Scope.Thread)
  public static class Cursor {
    private long next;

    long advance() {
      return next++;
    }
  }

  @Setup
  public void divide() {
    numbers =
        Resolvers.hash(KeyType.INT8)
            .build(IntStream.range(0, shards).mapToObj(i -> "s" + i).toList());
  }

  @Benchmark
  public String number(Cursor cursor) {
    return numbers.shardOf(cursor.advance());
  }
}
