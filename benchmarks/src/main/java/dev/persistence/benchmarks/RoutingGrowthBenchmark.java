package dev.persistence.benchmarks;

import dev.persistence.core.consistency.Consistency;
import java.sql.SQLException;
import java.sql.Statement;
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

/** How a read-only transaction with one statement grows with the number of replicas. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class RoutingGrowthBenchmark {

  @Param({"1", "2", "4", "8", "16", "32"})
  int replicas = 1;

  private ReadPath reads = new DirectReadPath();

  @Setup
  public void start() throws SQLException, InterruptedException {
    reads = new RoutedReadPath(Consistency.session(), replicas);
  }

  @TearDown
  public void close() {
    reads.close();
  }

  @Benchmark
  public Statement oneStatement() throws SQLException {
    return reads.oneStatement();
  }
}
