package dev.persistence.core.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.persistence.core.FakeDatabase;
import dev.persistence.core.sql.DistributedEngine.Gap;
import dev.persistence.core.transaction.CommitOutcomeUnknownException;
import dev.persistence.core.transaction.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributedEngineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PostgreSQL 11.2-YB-2024.2.0.0-b0 on x86_64-pc-linux-gnu, compiled by clang | YUGABYTEDB",
        "PostgreSQL 11.2-YB-2.20.3.1-b0 on aarch64-unknown-linux-gnu, compiled by | YUGABYTEDB",
        "CockroachDB CCL v21.1.0 (x86_64-unknown-linux-gnu, built 2021/04/23) | COCKROACHDB",
        "CockroachDB CCL v26.2.5 | COCKROACHDB",
        "8.0.30-Vitess | VITESS",
        "8.0.30-vitess | VITESS",
        "5.7.25-TiDB-v3.0.3 | TIDB",
        "8.0.11-TiDB-v7.5.2-serverless | TIDB"
      })
  void anEngineIsKnownByItsVersion(String version, DistributedEngine engine) {
    assertThat(DistributedEngine.recognize(version, Set.of())).isEqualTo(engine);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PostgreSQL 18.6 on x86_64-pc-linux-gnu, compiled by gcc (GCC) 8.5.0, 64-bit",
        "8.0.33",
        "11.4.5-MariaDB",
        "5.5.5-10.6.7-MARIADB-log",
        ""
      })
  void otherVersionsAreNone(String version) {
    assertThat(DistributedEngine.recognize(version, Set.of())).isNull();
  }

  @Test
  void extensionsOfPostgreSqlAreKnownByARelationOfTheirOwn() {
    String version = "PostgreSQL 16.6 on x86_64-pc-linux-gnu, compiled by gcc";
    assertThat(DistributedEngine.recognize(version, Set.of("pg_catalog.pg_dist_node")))
        .isEqualTo(DistributedEngine.CITUS);
    assertThat(DistributedEngine.recognize(version, Set.of("rds_aurora.limitless_subclusters")))
        .isEqualTo(DistributedEngine.AURORA_LIMITLESS);
  }

  @Test
  void mySqlsProtocolIsRecognisedWithoutAQuery() throws SQLException {
    assertThat(DistributedEngine.of(new FakeDatabase("MySQL", "8.0.11-TiDB-v8.5.0").connection()))
        .isEqualTo(DistributedEngine.TIDB);
    assertThat(DistributedEngine.of(new FakeDatabase("MySQL", "8.0.33").connection())).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void theStatesThatMeanTryAgainAreRetriedOnEveryEngine(DistributedEngine engine) {
    assertThat(engine.dialect().classify(new SQLException("no", "40001")).isConflict()).isTrue();
    int deadlock = engine.dialect() == Dialect.postgreSql() ? 0 : 1213;
    assertThat(engine.dialect().classify(new SQLException("no", "40P01", deadlock)).isConflict())
        .isTrue();
  }

  @Test
  void aConflictThatTiDbFindsAtTheCommitRunsTheBodyAgain() throws SQLException {
    FakeDatabase database =
        new FakeDatabase("MySQL", "8.0.11-TiDB-v7.5.0")
            .failNext("commit", new SQLException("Write conflict", "HY000", 9007));
    AtomicInteger runs = new AtomicInteger();
    transactions(database).run(connection -> runs.incrementAndGet());
    assertThat(runs).hasValue(2);
  }

  @Test
  void aCommitThatVitessRefusedIsNeverRepeated() {
    FakeDatabase database =
        new FakeDatabase("MySQL", "8.0.30-Vitess")
            .failNext("commit", new SQLException("Deadlock found", "40001", 1213));
    AtomicInteger runs = new AtomicInteger();
    assertThatExceptionOfType(CommitOutcomeUnknownException.class)
        .isThrownBy(() -> transactions(database).run(connection -> runs.incrementAndGet()));
    assertThat(runs).hasValue(1);
  }

  private static Transactions transactions(FakeDatabase database) {
    return Transactions.builder(database.dataSource())
        .backoff(Duration.ZERO, Duration.ZERO)
        .build();
  }

  @Test
  void boundsAreThoseOfTheManuals() {
    assertThat(DistributedEngine.TIDB.limits().transactionBytes()).isEqualTo(104_857_600L);
    assertThat(DistributedEngine.TIDB.limits().rowBytes()).isEqualTo(6_291_456L);
    assertThat(DistributedEngine.VITESS.limits().resultRows()).isEqualTo(10_000);
    assertThat(DistributedEngine.VITESS.limits().transactionTime())
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(DistributedEngine.CITUS.limits().transactionBytes()).isNull();
  }

  @Test
  void whatIsMissingIsTold() {
    assertThat(DistributedEngine.VITESS.lacks(Gap.ATOMIC_COMMIT)).isTrue();
    assertThat(DistributedEngine.TIDB.lacks(Gap.ATOMIC_COMMIT)).isFalse();
    assertThat(DistributedEngine.CITUS.lacks(Gap.TRIGGERS)).isTrue();
    assertThat(DistributedEngine.COCKROACHDB.lacks(Gap.ADVISORY_LOCKS)).isTrue();
    assertThat(DistributedEngine.COCKROACHDB.followerReads())
        .isEqualTo("SET default_transaction_use_follower_reads = on");
    assertThat(DistributedEngine.CITUS.followerReads()).isNull();
    assertThat(DistributedEngine.AURORA_LIMITLESS).hasToString("Aurora Limitless");
  }
}
