package dev.persistence.lifecycle.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.lifecycle.hold.RowHeldException;
import dev.persistence.lifecycle.retention.ArchiveTable;
import dev.persistence.lifecycle.retention.RetentionJob;
import dev.persistence.lifecycle.retention.RetentionOutcome;
import dev.persistence.lifecycle.retention.RetentionPolicies;
import dev.persistence.lifecycle.retention.RetentionPolicy;
import dev.persistence.lifecycle.softdelete.SoftDelete;
import dev.persistence.lifecycle.softdelete.SoftDeleteDdl;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A hold on a subject keeps rows that only foreign keys tell to be the subject's: parcels are sent
 * to a customer's order, and messages are from one customer to another.
 */
abstract class HeldChildrenSuite {

  private static final Attribution ANNA = new Attribution("case 17", "anna");
  private static final TableName PARCELS = TableName.of("parcels");

  private final LiveDatabase database;
  private final Transactions transactions;

  HeldChildrenSuite(LiveDatabase database) {
    this.database = database;
    this.transactions = database.transactions();
  }

  @BeforeEach
  void create() throws SQLException {
    String at = database.sql("timestamptz", "datetime(6)");
    database.execute(
        "CREATE TABLE customers (id bigint PRIMARY KEY)",
        "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, placed_at "
            + at
            + " NOT NULL, CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES"
            + " customers (id))",
        "CREATE TABLE parcels (order_id bigint, no int, sent_at "
            + at
            + " NOT NULL, PRIMARY KEY (order_id, no), CONSTRAINT parcels_order FOREIGN KEY"
            + " (order_id) REFERENCES orders (id))",
        "CREATE TABLE messages (id bigint PRIMARY KEY, sender bigint, receiver bigint, sent_at "
            + at
            + " NOT NULL, CONSTRAINT messages_from FOREIGN KEY (sender) REFERENCES customers (id),"
            + " CONSTRAINT messages_to FOREIGN KEY (receiver) REFERENCES customers (id))",
        "CREATE INDEX orders_of ON orders (customer_id)");
    database.execute(LifecycleTables.ddl(database.scan(Catalog.builder())));
    List<String> orders = new ArrayList<>();
    List<String> parcels = new ArrayList<>();
    for (int order = 1; order <= 200; order++) {
      orders.add("(%d, %d, '2020-01-01')".formatted(order, order % 4));
      parcels.add("(%1$d, 1, '2020-01-02'), (%1$d, 2, '2020-01-03')".formatted(order));
    }
    database.execute(
        "INSERT INTO customers VALUES (0), (1), (2), (3)",
        "INSERT INTO orders VALUES " + String.join(", ", orders),
        "INSERT INTO parcels VALUES " + String.join(", ", parcels),
        "INSERT INTO messages VALUES (1, 1, 3, '2020-01-01'), (2, 3, 1, '2020-01-01'),"
            + " (3, 1, 2, '2020-01-01'), (4, NULL, NULL, '2020-01-01')");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private Catalog catalog() throws SQLException {
    return database.scan(Catalog.builder().table("customers", t -> t.subject("id")));
  }

  private void holdCustomer3() {
    try {
      LegalHolds holds = LegalHolds.of(catalog());
      transactions.run(connection -> holds.placeOnSubject(connection, "3", ANNA));
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private PurgeBuilder purge(TableName table) throws SQLException {
    return Purge.builder(database.dataSource(), catalog(), table)
        .olderThan("sent_at", Duration.ofDays(30))
        .batches(100, Duration.ofMillis(1));
  }

  private long parcelsOf(String customer) throws SQLException {
    return database.number(
        "SELECT COUNT(*) FROM parcels p JOIN orders o ON o.id = p.order_id WHERE o.customer_id "
            + customer);
  }

  @Test
  void rowsTwoStepsFromTheSubjectStay() throws SQLException {
    holdCustomer3();
    assertThat(purge(PARCELS).build().preview()).isEqualTo(new PurgePreview(300, 100));
    assertThat(purge(PARCELS).build().run()).isEqualTo(new PurgeReport(300, 100, true));
    assertThat(parcelsOf("= 3")).isEqualTo(100);
    assertThat(parcelsOf("<> 3")).isZero();
  }

  @Test
  void holdThatIsCommittedInTheMiddleOfARunKeepsThem() throws SQLException {
    AtomicInteger asked = new AtomicInteger();
    Throttle holding =
        rows -> {
          if (asked.incrementAndGet() == 2) {
            holdCustomer3();
          }
          return Throttle.Pause.none();
        };
    PurgeReport report = purge(PARCELS).throttle(holding).build().run();
    assertThat(asked.get()).isGreaterThan(2);
    assertThat(parcelsOf("= 3")).isEqualTo(report.kept()).isBetween(1L, 99L);
    assertThat(parcelsOf("<> 3")).isZero();
  }

  @Test
  void anyForeignKeyMakesARowTheSubjects() throws SQLException {
    holdCustomer3();
    assertThat(purge(TableName.of("messages")).build().run().removed()).isEqualTo(2);
    assertThat(database.rows("SELECT id FROM messages ORDER BY id")).containsExactly("1", "2");
  }

  @Test
  void retentionLeavesThemWhereTheyAreAndInTheArchive() throws SQLException {
    Catalog before = catalog();
    database.execute(
        ArchiveTable.ddl(before, TableName.of("orders")), ArchiveTable.ddl(before, PARCELS));
    RetentionPolicies policies = RetentionPolicies.of(before);
    transactions.run(
        connection -> {
          policies.save(connection, policy("parcels", "sent_at").named("1"));
          policies.save(connection, policy("orders", "placed_at").named("2"));
        });
    database.execute("DELETE FROM parcels WHERE no = 2");
    run(2024);
    assertThat(database.number("SELECT COUNT(*) FROM parcels_archive")).isEqualTo(200);
    assertThat(database.number("SELECT COUNT(*) FROM orders")).isZero();
    database.execute("INSERT INTO orders VALUES (900, 3, '2020-01-01'), (901, 2, '2020-01-01')");
    database.execute("INSERT INTO parcels VALUES (900, 1, '2020-01-02'), (901, 1, '2020-01-02')");
    holdCustomer3();
    run(2030);
    assertThat(database.rows("SELECT order_id FROM parcels")).containsExactly("900");
    assertThat(
            database.rows(
                "SELECT COUNT(*), MIN(o.customer_id), MAX(o.customer_id) FROM parcels_archive p"
                    + " JOIN orders_archive o ON o.id = p.order_id"))
        .as("the archived parcels of the held customer alone")
        .containsExactly("50|3|3");
    assertThat(database.number("SELECT COUNT(*) FROM parcels_archive")).isEqualTo(50);
  }

  private static RetentionPolicy policy(String table, String time) {
    return RetentionPolicy.of(table, time, Period.ofYears(7)).archiveAfter(Period.ofYears(3));
  }

  private void run(int year) throws SQLException {
    assertThat(
            RetentionJob.builder(database.dataSource(), catalog())
                .clock(Clock.fixed(Instant.parse(year + "-01-01T00:00:00Z"), ZoneOffset.UTC))
                .build()
                .run()
                .failures())
        .extracting(RetentionOutcome::failure)
        .isEmpty();
  }

  @Test
  void theyAreNotSoftDeletedEither() throws SQLException {
    Catalog described =
        database.scan(
            Catalog.builder()
                .table("customers", t -> t.subject("id"))
                .table("parcels", t -> t.softDelete()));
    database.execute(SoftDeleteDdl.of(described).statements());
    Catalog catalog =
        database.scan(
            Catalog.builder()
                .table("customers", t -> t.subject("id"))
                .table("parcels", t -> t.softDelete()));
    holdCustomer3();
    SoftDelete softDelete = SoftDelete.of(catalog);
    assertThatThrownBy(
            () ->
                transactions.run(
                    connection -> softDelete.delete(connection, RowKey.of("parcels", 7L, 1), ANNA)))
        .isInstanceOf(RowHeldException.class);
    transactions.run(
        connection ->
            assertThat(softDelete.delete(connection, RowKey.of("parcels", 6L, 1), ANNA))
                .isPresent());
  }
}
