package dev.persistence.benchmarks;

import dev.persistence.benchmarks.peer.BaomidouReadPath;
import dev.persistence.benchmarks.peer.SpringLazyReadPath;
import dev.persistence.benchmarks.peer.SpringRoutingReadPath;
import dev.persistence.core.consistency.Consistency;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

/**
 * A read-only transaction from checkout to return, with no statement and with one.
 *
 * <p>The databases cost nothing, so the figures are the price of routing alone; a real round trip
 * is a thousand times longer. Each contestant runs in a JVM of its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadTransactionBenchmark {

  @Param({"direct", "session", "bounded", "springRouting", "springLazy", "baomidou"})
  String path = "direct";

  private ReadPath reads = new DirectReadPath();

  @Setup
  public void choosePath() throws SQLException, InterruptedException {
    reads =
        switch (path) {
          case "direct" -> new DirectReadPath();
          case "session" -> new RoutedReadPath(Consistency.session(), 2);
          case "bounded" -> new RoutedReadPath(Consistency.bounded(Duration.ofSeconds(5)), 2);
          case "springRouting" -> new SpringRoutingReadPath();
          case "springLazy" -> new SpringLazyReadPath();
          case "baomidou" -> new BaomidouReadPath();
          default -> throw new IllegalArgumentException("path is " + path);
        };
  }

  @TearDown
  public void closePath() {
    reads.close();
  }

  /** A method declared read-only that answers from memory after all. */
  @Benchmark
  public Connection untouched() throws SQLException {
    Connection connection = reads.begin();
    reads.end(connection);
    return connection;
  }

  /** The routing decision, the checkout and one statement. */
  @Benchmark
  public Statement oneStatement() throws SQLException {
    return reads.oneStatement();
  }
}
