package dev.persistence.cache.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.TableName;
import dev.persistence.testkit.DatabaseNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of a log, and those of a table, on one engine. */
abstract class OutboxLogSuite extends WriteLogContract {

  private static final AtomicInteger QUEUES = new AtomicInteger();

  private final DataSource dataSource;
  private final Dialect dialect;
  private final String queue = "queue " + QUEUES.incrementAndGet();

  OutboxLogSuite(DatabaseNode node, Dialect dialect) {
    this.dataSource = node.dataSource();
    this.dialect = dialect;
  }

  @BeforeEach
  void create() throws SQLException {
    create(newLog());
  }

  private void create(OutboxLog log) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : log.createStatements()) {
        statement.execute(each);
      }
    }
  }

  @Override
  protected OutboxLog newLog() {
    return OutboxLog.of(queue, dataSource, dialect);
  }

  private static LogEntry entry(String key, byte[] payload) {
    return new LogEntry(key, payload, Instant.ofEpochMilli(1));
  }

  @Test
  void tablesMayBeCreatedTwice() throws SQLException {
    create(newLog());
  }

  @Test
  void tableMayHaveAnyName() throws SQLException {
    OutboxLog log =
        OutboxLog.of(queue, dataSource, dialect, TableName.of("select \"from\" `Where`"));
    create(log);
    log.open(1);
    log.append(0, List.of(entry("a", new byte[1])));
    assertThat(log.first(0, 10))
        .extracting(LogRecord::entry)
        .containsExactly(entry("a", new byte[1]));
  }

  @Test
  void queuesWhoseNamesDifferOnlyInCaseOrAccentsAreApart() {
    OutboxLog plain = newLog();
    plain.open(1);
    plain.append(0, List.of(entry("a", new byte[1])));
    for (String other : List.of(queue.toUpperCase(Locale.ROOT), queue.replace('u', 'ü'))) {
      OutboxLog log = OutboxLog.of(other, dataSource, dialect);
      log.open(2);
      assertThat(log.first(0, 10)).as(other).isEmpty();
    }
  }

  @Test
  void queueThatEndsWithASpaceIsRefused() {
    assertThatThrownBy(() -> OutboxLog.of("queue ", dataSource, dialect))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("space at its end");
  }

  @Test
  void payloadOfAMebibyteAndALongKeyAreKept() {
    OutboxLog log = newLog();
    log.open(1);
    LogEntry large = entry("k".repeat(100_000), new byte[1 << 20]);
    log.append(0, List.of(large));
    assertThat(log.first(0, 10)).extracting(LogRecord::entry).containsExactly(large);
  }
}
