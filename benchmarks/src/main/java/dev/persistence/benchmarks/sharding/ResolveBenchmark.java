package dev.persistence.benchmarks.sharding;

import com.dynatrace.hash4j.consistent.ConsistentBucketHasher;
import com.dynatrace.hash4j.consistent.ConsistentHashing;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import com.dynatrace.hash4j.random.PseudoRandomGeneratorProvider;
import dev.persistence.sharding.HashResolver;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.shardingsphere.infra.datanode.DataNodeInfo;
import org.apache.shardingsphere.sharding.algorithm.sharding.mod.HashModShardingAlgorithm;
import org.apache.shardingsphere.sharding.api.sharding.standard.PreciseShardingValue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a key to one of 16 shards, beside a bare look-up, hash4j, Guava and ShardingSphere. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResolveBenchmark {

  private static final int SHARDS = 16;

  private final String[] names =
      IntStream.range(0, SHARDS).mapToObj(i -> "s" + i).toArray(String[]::new);
  private final String[] table = new String[4_096];
  private final String[] texts =
      IntStream.range(0, 1_024).mapToObj(i -> "customer-%08d".formatted(i)).toArray(String[]::new);

  private final HashResolver numbers = Resolvers.hash(KeyType.INT8).build(List.of(names));
  private final HashResolver words = Resolvers.hash(KeyType.TEXT).build(List.of(names));
  private final Hasher64 xxh3 = Hashing.xxh3_64();
  private final ConsistentBucketHasher jump =
      ConsistentHashing.jumpHash(PseudoRandomGeneratorProvider.splitMix64_V1());
  private final HashModShardingAlgorithm hashMod = new HashModShardingAlgorithm();
  private final DataNodeInfo nodes = new DataNodeInfo("s", 1, '0');
  private final List<String> targets = List.of(names);
  private final ConsistentBucketHasher jumpBack = ConsistentHashing.jumpBackHashSplitMix64();

  /** Which key is next for a thread. */
  @State(Scope.Thread)
  public static class Cursor {
    private long next;

    long advance() {
      return next++;
    }
  }

  @Setup
  public void fill() {
    Properties options = new Properties();
    options.setProperty("sharding-count", String.valueOf(SHARDS));
    hashMod.init(options);
    for (int i = 0; i < table.length; i++) {
      table[i] = names[i / (table.length / SHARDS)];
    }
  }

  @Benchmark
  public String numberByArray(Cursor cursor) {
    return table[(int) cursor.advance() & (table.length - 1)];
  }

  @Benchmark
  public String numberByOurs(Cursor cursor) {
    return numbers.shardOf(cursor.advance());
  }

  @Benchmark
  public String numberByHash4jJump(Cursor cursor) {
    return names[jump.getBucket(cursor.advance(), SHARDS)];
  }

  @Benchmark
  public String numberByHash4jJumpBack(Cursor cursor) {
    return names[jumpBack.getBucket(cursor.advance(), SHARDS)];
  }

  @Benchmark
  public String numberByGuavaJump(Cursor cursor) {
    return names[com.google.common.hash.Hashing.consistentHash(cursor.advance(), SHARDS)];
  }

  @Benchmark
  public String numberByShardingSphereHashMod(Cursor cursor) {
    return hashMod.doSharding(
        targets, new PreciseShardingValue<>("orders", "id", nodes, cursor.advance()));
  }

  @Benchmark
  public String textByOurs(Cursor cursor) {
    return words.shardOf(text(cursor));
  }

  @Benchmark
  public long textByXxh3Alone(Cursor cursor) {
    return xxh3.hashCharsToLong(text(cursor));
  }

  private String text(Cursor cursor) {
    return texts[(int) cursor.advance() & (texts.length - 1)];
  }
}
