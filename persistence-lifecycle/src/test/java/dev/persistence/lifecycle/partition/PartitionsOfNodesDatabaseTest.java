package dev.persistence.lifecycle.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that make the same partition at once: the one that is late finds it there. */
@WithPostgres
class PartitionsOfNodesDatabaseTest {

  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
  private static final String WAITING =
      "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";

  private final LiveDatabase database;
  private final ExecutorService late = Executors.newSingleThreadExecutor();

  PartitionsOfNodesDatabaseTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE events (at date) PARTITION BY RANGE (at)",
        "CREATE TABLE orders (region text) PARTITION BY LIST (region)",
        "CREATE TABLE sessions (id bigint) PARTITION BY HASH (id)");
  }

  @AfterEach
  void clear() throws SQLException {
    late.shutdownNow();
    database.clear();
  }

  private List<TableName> madeBehind(Callable<List<TableName>> make, String... first)
      throws Exception {
    try (Connection other = database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      for (String sql : first) {
        statement.execute(sql);
      }
      Future<List<TableName>> made = late.submit(make);
      await().atMost(BOUND).until(() -> made.isDone() || database.number(WAITING) > 0);
      other.commit();
      return made.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void partitionThatAnotherNodeHasJustMadeIsNotMadeAgain() throws Exception {
    Catalog catalog = database.scan(Catalog.builder());
    RangePartitions events =
        RangePartitions.of(
            database.dataSource(), catalog, TableName.of("events"), PartitionStep.YEAR);
    ListPartitions orders =
        ListPartitions.of(database.dataSource(), catalog, TableName.of("orders"));
    HashPartitions sessions =
        HashPartitions.of(database.dataSource(), catalog, TableName.of("sessions"));
    assertThat(
            madeBehind(
                () -> events.createAhead(DAY, 0),
                "CREATE TABLE events_p20260101 (LIKE events)",
                "ALTER TABLE events ATTACH PARTITION events_p20260101 FOR VALUES FROM"
                    + " ('2026-01-01') TO ('2027-01-01')"))
        .isEmpty();
    assertThat(
            madeBehind(
                () -> orders.create("eu", "de").stream().toList(),
                "CREATE TABLE orders_eu (LIKE orders)",
                "ALTER TABLE orders ATTACH PARTITION orders_eu FOR VALUES IN ('de')"))
        .isEmpty();
    assertThat(
            madeBehind(
                () -> sessions.createAll(2),
                "CREATE TABLE sessions_h2_0 (LIKE sessions)",
                "ALTER TABLE sessions ATTACH PARTITION sessions_h2_0 FOR VALUES WITH (MODULUS 2,"
                    + " REMAINDER 0)"))
        .extracting(table -> table.name().name())
        .containsExactly("sessions_h2_1");
  }
}
