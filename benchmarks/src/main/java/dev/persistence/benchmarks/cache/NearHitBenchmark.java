package dev.persistence.benchmarks.cache;

import java.util.Objects;
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
import org.openjdk.jmh.annotations.Warmup;

/** A value that is in this process, each contestant in a JVM of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class NearHitBenchmark {

  @Param({
    "ours",
    "oursTiered",
    "caffeine",
    "caffeineCounting",
    "caffeineTtl",
    "cache2k",
    "ehcache",
    "spring",
    "springCacheable",
    "jetCache",
    "redisson"
  })
  String cache = "ours";

  private final Long[] keys =
      LongStream.range(0, CacheSize.KEYS).mapToObj(key -> 1_000_000 + key).toArray(Long[]::new);

  private NearCache values = CaffeineNear.withoutTtl();

  /** Which key is next for a thread. */
  @State(Scope.Thread)
  public static class Cursor {
    private int next;

    int advance() {
      return next++ & (CacheSize.KEYS - 1);
    }
  }

  @Setup
  public void fill() {
    values =
        switch (cache) {
          case "ours" -> OursNear.alone();
          case "oursTiered" -> new OursTiered();
          case "caffeine" -> CaffeineNear.withoutTtl();
          case "caffeineCounting" -> CaffeineNear.counting();
          case "caffeineTtl" -> CaffeineNear.withTtl();
          case "cache2k" -> Cache2kNear.create();
          case "ehcache" -> EhcacheNear.create();
          case "spring" -> SpringNear.create();
          case "springCacheable" -> new CacheableNear();
          case "jetCache" -> new JetCacheNear();
          case "redisson" -> new RedissonNear();
          default -> throw new IllegalArgumentException("cache is " + cache);
        };
    for (Long key : keys) {
      values.put(key, "value of " + key);
      if (!Objects.equals(values.get(key), "value of " + key)) {
        throw new IllegalStateException(cache + " does not hold " + key);
      }
    }
    System.gc(); // Or what filling left between the values makes each hit miss the caches.
  }

  @TearDown
  public void close() {
    values.close();
  }

  @Benchmark
  public @Nullable String hit(Cursor cursor) {
    return values.get(keys[cursor.advance()]);
  }
}
