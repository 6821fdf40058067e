package dev.persistence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTransactionBenchmarkTest {

  /** What is not handed out a compiler may leave out, for some contestants and not for others. */
  @ParameterizedTest
  @ValueSource(
      strings = {"direct", "session", "bounded", "springRouting", "springLazy", "baomidou"})
  void statementIsHandedOutAfterItsTransaction(String path) throws Exception {
    ReadTransactionBenchmark benchmark = new ReadTransactionBenchmark();
    benchmark.path = path;
    benchmark.choosePath();
    try {
      Statement statement = benchmark.oneStatement();

      assertThat(statement.isClosed()).isTrue();
      assertThat(benchmark.oneStatement()).isNotSameAs(statement);
    } finally {
      benchmark.closePath();
    }
  }
}
