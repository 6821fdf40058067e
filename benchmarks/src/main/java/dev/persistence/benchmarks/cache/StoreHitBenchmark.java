package dev.persistence.benchmarks.cache;

import dev.persistence.testkit.redis.RedisServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

/** Values that are in a real Redis on this machine, one and a hundred at a time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StoreHitBenchmark {

  private static final int BATCH = 100;

  @Param({"lettuce", "ours"})
  String client = "lettuce";

  private final RedisServer redis = RedisServer.start();
  private final List<Long> keys = StoreReads.keys();

  private @Nullable StoreReads opened;
  private int next;

  @Setup
  public void fill() {
    String uri = redis.uri().toString();
    StoreReads reads = client.equals("ours") ? new OursReads(uri) : new LettuceReads(uri);
    opened = reads;
    StoreReads.filled(reads);
  }

  @TearDown
  public void close() {
    reads().close();
    redis.close();
  }

  private StoreReads reads() {
    if (opened == null) {
      throw new IllegalStateException("not set up");
    }
    return opened;
  }

  @Benchmark
  public StoreReads.@Nullable User get() {
    return reads().get(keys.get(next++ & (CacheSize.KEYS - 1)));
  }

  @Benchmark
  public Map<Long, StoreReads.User> getHundred() {
    next = (next + BATCH) % (CacheSize.KEYS - BATCH);
    return reads().getAll(keys.subList(next, next + BATCH));
  }
}
