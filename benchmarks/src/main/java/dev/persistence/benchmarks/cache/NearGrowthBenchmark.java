package dev.persistence.benchmarks.cache;

import dev.persistence.cache.Near;
import dev.persistence.cache.TieredCache;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** How a near hit on a random key grows with the number of keys and of threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class NearGrowthBenchmark {

  @Param({"1024", "16384", "262144"})
  int entries = 1_024;

  private Long[] keys = new Long[0];
  private @Nullable TieredCache<Long, String> cache;

  @Setup
  public void fill() {
    TieredCache<Long, String> filled =
        TieredCache.<Long, String>builder("users")
            .near(Near.maximumSize(2L * entries))
            .loader((Long key) -> "of the loader")
            .build();
    keys = LongStream.range(0, entries).mapToObj(key -> 1_000_000 + key).toArray(Long[]::new);
    for (Long key : keys) {
      filled.put(key, "value of " + key);
    }
    cache = filled;
  }

  @TearDown
  public void close() {
    cache().close();
  }

  private TieredCache<Long, String> cache() {
    TieredCache<Long, String> filled = cache;
    if (filled == null) {
      throw new IllegalStateException("not filled yet");
    }
    return filled;
  }

  @Benchmark
  @Threads(1)
  public @Nullable String oneThread() {
    return hit();
  }

  @Benchmark
  @Threads(2)
  public @Nullable String twoThreads() {
    return hit();
  }

  @Benchmark
  @Threads(8)
  public @Nullable String eightThreads() {
    return hit();
  }

  private @Nullable String hit() {
    return cache().get(keys[ThreadLocalRandom.current().nextInt(keys.length)]);
  }
}
