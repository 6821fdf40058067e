package dev.persistence.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.FakeDatabase;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FailoverPatienceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeDatabase database = FakeDatabase.postgreSql();
  private final RecordingTimeSource time = new RecordingTimeSource();
  private final AtomicInteger runs = new AtomicInteger();

  private Transactions patient(Duration patience) {
    return Transactions.builder(database.dataSource())
        .timeSource(time)
        .maxAttempts(1)
        .failoverPatience(patience)
        .build();
  }

  private static SQLException lost() {
    return new SQLException("connection lost", "08006");
  }

  private void run(Transactions transactions, int failures, SQLException failure)
      throws SQLException {
    transactions.run(
        connection -> {
          if (runs.incrementAndGet() <= failures) {
            throw failure;
          }
        });
  }

  @Test
  void bodyRunsAgainAfterALossAndOnANodeThatTakesNoWrites() throws SQLException {
    run(patient(PATIENCE), 3, lost());
    run(patient(PATIENCE), 6, new SQLException("read-only transaction", "25006"));

    assertThat(runs).hasValue(7);
  }

  @Test
  void aWriteInATransactionThatIsReadOnlyByItselfIsNotRepeated() throws SQLException {
    Transactions reading =
        Transactions.builder(database.dataSource())
            .timeSource(time)
            .readOnly()
            .failoverPatience(PATIENCE)
            .build();
    SQLException refused = new SQLException("read-only transaction", "25006");

    assertThatThrownBy(() -> run(reading, Integer.MAX_VALUE, refused)).isSameAs(refused);
    assertThat(runs).hasValue(1);

    run(reading, 2, lost());
    assertThat(runs).hasValue(3);
  }

  @Test
  void borrowingAgainCountsToo() throws SQLException {
    database.failNext("getConnection", new SQLTransientConnectionException("no primary", "08001"));

    run(patient(PATIENCE), 0, lost());

    assertThat(runs).hasValue(1);
  }

  @Test
  void patienceEndsAndTheLastFailureIsThrown() {
    SQLException last = lost();

    assertThatThrownBy(() -> run(patient(PATIENCE), Integer.MAX_VALUE, last)).isSameAs(last);
    assertThat(time.nanos()).isGreaterThanOrEqualTo(PATIENCE.toNanos());
    assertThat(time.nanos()).isLessThan(PATIENCE.plusSeconds(2).toNanos());
  }

  @Test
  void thereIsNoPatienceUnlessAskedFor() {
    assertThatThrownBy(() -> run(patient(Duration.ZERO), 1, lost())).hasMessage("connection lost");
    assertThat(runs).hasValue(1);
  }

  @Test
  void commitWithoutAnAnswerIsNeverRunAgain() {
    database.failNext("commit", lost());

    assertThatThrownBy(() -> run(patient(PATIENCE), 0, lost()))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    assertThat(runs).hasValue(1);
  }

  @Test
  void otherFailuresAreNotRepeated() {
    SQLException syntax = new SQLException("syntax", "42601");

    assertThatThrownBy(() -> run(patient(PATIENCE), 1, syntax)).isSameAs(syntax);
    assertThat(runs).hasValue(1);
  }
}
