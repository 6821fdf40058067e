package dev.persistence.benchmarks.sharding;

import dev.persistence.sharding.DirectoryResolver;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A key whose entry of a directory is in memory; it was read from a real PostgreSQL. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DirectoryBenchmark {

  private static final int KEYS = 256;

  private final PostgresCluster server = PostgresCluster.start();
  private final DirectoryResolver numbers =
      Resolvers.directory(KeyType.INT8, server.primary().dataSource())
          .build(List.of("s0", "s1", "s2", "s3"));
  private final String[] texts =
      IntStream.range(0, KEYS).mapToObj(i -> "customer-%08d".formatted(i)).toArray(String[]::new);
  private final DirectoryResolver words =
      Resolvers.directory(KeyType.TEXT, server.database("words").primary().dataSource())
          .build(List.of("s0", "s1", "s2", "s3"));

  /** Which key is next for a thread. */
  @State(Scope.Thread)
  public static class Cursor {
    private int next;

    int advance() {
      return next++ & (KEYS - 1);
    }
  }

  @Setup
  public void fill() throws SQLException {
    numbers.createTables();
    words.createTables();
    for (int i = 0; i < KEYS; i++) {
      numbers.assign((long) i);
      words.assign(texts[i]);
    }
  }

  @TearDown
  public void close() {
    server.close();
  }

  @Benchmark
  public String numberInMemory(Cursor cursor) {
    return numbers.shardOf((long) cursor.advance());
  }

  @Benchmark
  public String textInMemory(Cursor cursor) {
    return words.shardOf(texts[cursor.advance()]);
  }
}
