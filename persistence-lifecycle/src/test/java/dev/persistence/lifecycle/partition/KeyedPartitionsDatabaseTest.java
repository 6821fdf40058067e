package dev.persistence.lifecycle.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions by lists of values and by hash on PostgreSQL. */
@WithPostgres
class KeyedPartitionsDatabaseTest {

  private static final Attribution ANNA = new Attribution("case 17", "anna");
  private static final String ODD = "it's \\ \"odd\", (or NULL); DROP TABLE orders; --";

  private final LiveDatabase database;

  KeyedPartitionsDatabaseTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE orders (id bigint, user_id bigint, region varchar(60), PRIMARY KEY (id,"
            + " region)) PARTITION BY LIST (region)",
        "CREATE TABLE sessions (id bigint PRIMARY KEY) PARTITION BY HASH (id)");
    database.execute(LifecycleTables.ddl(catalog()));
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
    database.execute("DROP SCHEMA IF EXISTS partman CASCADE");
  }

  private Catalog catalog() throws SQLException {
    return database.scan(Catalog.builder().table("orders", t -> t.subject("user_id")));
  }

  private ListPartitions orders() throws SQLException {
    return ListPartitions.of(database.dataSource(), catalog(), TableName.of("orders"));
  }

  private HashPartitions sessions() throws SQLException {
    return HashPartitions.of(database.dataSource(), catalog(), TableName.of("sessions"));
  }

  private static List<String> names(List<TableName> tables) {
    return tables.stream().map(table -> table.name().name()).toList();
  }

  @Test
  void listsAreMadeOnce() throws SQLException {
    ListPartitions orders = orders();
    assertThat(orders.create("eu", "de", "fr").orElseThrow().name()).hasToString("orders_eu");
    assertThat(orders.create("again", "fr", "de")).isEmpty();
    refused(() -> orders.create("us", "us", "fr"), "\"public.orders_eu\" takes some");
    database.execute("INSERT INTO orders VALUES (1, 1, 'fr')");
    assertThat(database.rows("SELECT id FROM orders_eu")).containsExactly("1");
  }

  @Test
  void valuesAreReadAsTheyWereGiven() throws SQLException {
    ListPartitions orders = orders();
    orders.create("odd", ODD, "", "1", "NULL");
    database.execute("CREATE TABLE none PARTITION OF orders DEFAULT");
    assertThat(orders.list())
        .extracting(ListPartition::isDefault, ListPartition::takesNull)
        .containsExactlyInAnyOrder(tuple(true, false), tuple(false, false));
    assertThat(orders.list().stream().flatMap(each -> each.values().stream()))
        .containsExactlyInAnyOrder(ODD, "", "1", "NULL");
    assertThat(orders.create("odd", "", ODD, "NULL", "1")).isEmpty();
  }

  @Test
  void numbersAndNullAreReadToo() throws SQLException {
    database.execute(
        "CREATE TABLE years (year int) PARTITION BY LIST (year)",
        "CREATE TABLE none PARTITION OF years FOR VALUES IN (NULL, -5)");
    ListPartitions years =
        ListPartitions.of(database.dataSource(), catalog(), TableName.of("years"));
    years.create("new", "2026", "2027");
    assertThat(years.list())
        .extracting(ListPartition::values)
        .containsExactlyInAnyOrder(List.of("2026", "2027"), List.of("-5"));
    assertThat(years.list()).filteredOn(ListPartition::takesNull).hasSize(1);
    refused(() -> years.create("minus", "-5"), "\"public.none\" takes some");
  }

  @Test
  void valuesWithoutAPartitionAreFound() throws SQLException {
    ListPartitions orders = orders();
    orders.create("eu", "de", "fr");
    assertThat(orders.health("de", "fr").isSound()).isTrue();
    PartitionHealth health = orders.health("de", "us", "jp");
    assertThat(health.gaps()).containsExactly("us", "jp");
    assertThat(health.findings()).containsExactly("no partition takes us; jp");
    database.execute(
        "CREATE TABLE others PARTITION OF orders DEFAULT",
        "INSERT INTO orders VALUES (1, 1, 'us')");
    assertThat(orders.health().findings()).containsExactly("1 rows are in the default partition");
    refused(() -> orders.create("us", "us"), "in the default partition");
    assertThat(orders.create("jp", "jp")).isPresent();
  }

  @Test
  void tableWithRowsIsAttachedOnceAllHaveItsValues() throws SQLException {
    database.execute(
        "CREATE TABLE old (LIKE orders)", "INSERT INTO old VALUES (1, 1, 'us'), (2, 2, 'de')");
    ListPartitions orders = orders();
    refused(() -> orders.attach(TableName.of("old"), "us", "ca"), "would not take");
    database.execute("DELETE FROM old WHERE region = 'de'");
    orders.attach(TableName.of("old"), "us", "ca");
    assertThat(database.rows("SELECT id FROM orders")).containsExactly("1");
    assertThat(database.rows("SELECT 1 FROM pg_constraint WHERE conname LIKE 'lifecycle_attach%'"))
        .isEmpty();
    database.execute("CREATE TABLE more (LIKE orders)");
    ListPartitions again = orders();
    refused(() -> again.attach(TableName.of("more"), "ca", "us"), "a partition takes these");
  }

  @Test
  void listsGoUnlessTheyAreHeld() throws SQLException {
    ListPartitions orders = orders();
    for (String region : List.of("de", "fr", "us", "jp")) {
      orders.create(region, region);
      database.execute("INSERT INTO orders VALUES (1, 7, '" + region + "')");
    }
    database.execute("UPDATE orders SET user_id = 8 WHERE region = 'fr'");
    Transactions transactions = database.transactions();
    LegalHolds holds = LegalHolds.of(catalog());
    UUID hold = transactions.call(connection -> holds.placeOnSubject(connection, "8", ANNA));
    TableName germany = TableName.of("orders_de");
    TableName france = TableName.of("public", "orders_fr");
    PartitionReport report = orders.drop(germany, france);
    assertThat(names(report.dropped())).containsExactly("orders_de");
    assertThat(names(report.held())).containsExactly("orders_fr");
    refused(() -> orders.drop(germany), "none of its partitions");
    transactions.run(connection -> holds.release(connection, hold, ANNA));
    assertThat(names(orders.detach(france).detached())).containsExactly("orders_fr");
    assertThat(database.rows("SELECT user_id FROM orders_fr")).containsExactly("8");
    database.execute("CREATE TABLE orders_archive (LIKE orders) PARTITION BY LIST (region)");
    ListPartitions described =
        ListPartitions.of(
            database.dataSource(),
            database.scan(
                Catalog.builder()
                    .table("orders", t -> t.subject("user_id"))
                    .table("orders_archive", t -> t.subject("user_id"))),
            TableName.of("orders"));
    TableName america = TableName.of("orders_us");
    TableName again = TableName.of("public", "orders_us");
    assertThat(names(described.archive(america, again).archived())).containsExactly("orders_us");
    assertThat(database.rows("SELECT region FROM orders_archive")).containsExactly("us");
    refused(() -> orders.drop(TableName.of("orders_jp")), "none would be left");
  }

  @Test
  void hashesAreMadeAllAndMissingOnesAreFound() throws SQLException {
    HashPartitions sessions = sessions();
    assertThat(sessions.health().gaps()).containsExactly("remainder 0 of 1");
    assertThat(sessions.createAll(4)).hasSize(4);
    assertThat(sessions.createAll(4)).isEmpty();
    assertThat(sessions.health().isSound()).isTrue();
    database.execute(
        "INSERT INTO sessions SELECT generate_series(1, 100)",
        "ALTER TABLE sessions DETACH PARTITION sessions_h4_2",
        "DROP TABLE sessions_h4_2");
    assertThat(sessions.health().findings()).containsExactly("no partition takes remainder 2 of 4");
    assertThat(names(sessions.createAll(4))).containsExactly("sessions_h4_2");
    refused(() -> sessions.createAll(8), "is one of 4 by hash");
    assertThat(sessions.list()).hasSize(4);
  }

  @Test
  void remaindersOfSeveralModuliAreCountedTogether() throws SQLException {
    database.execute(
        "CREATE TABLE halves PARTITION OF sessions FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
        "CREATE TABLE fourths PARTITION OF sessions FOR VALUES WITH (MODULUS 4, REMAINDER 2)");
    assertThat(sessions().health().gaps()).containsExactly("remainder 0 of 4");
    database.execute(
        "CREATE TABLE rest PARTITION OF sessions FOR VALUES WITH (MODULUS 4, REMAINDER 0)");
    assertThat(sessions().health().isSound()).isTrue();
  }

  @Test
  void otherKindsAndOtherManagersAreRefused() throws SQLException {
    ListPartitions hashed =
        ListPartitions.of(database.dataSource(), catalog(), TableName.of("sessions"));
    refused(() -> hashed.create("x", "x"), "not partitioned by lists");
    refused(hashed::list, "not partitioned by lists");
    HashPartitions listed =
        HashPartitions.of(database.dataSource(), catalog(), TableName.of("orders"));
    refused(() -> listed.createAll(2), "not partitioned by hash");
    refused(listed::health, "not partitioned by hash");
    database.execute(
        "CREATE SCHEMA partman",
        "CREATE TABLE partman.part_config (parent_table text)",
        "INSERT INTO partman.part_config VALUES ('public.orders'), ('public.sessions')");
    refused(() -> orders().create("eu", "de"), "pg_partman");
    refused(() -> orders().drop(TableName.of("orders_eu")), "pg_partman");
    refused(() -> sessions().createAll(2), "pg_partman");
  }

  private interface Work {
    void run() throws SQLException;
  }

  private static void refused(Work work, String why) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_PARTITIONED))
        .hasMessageContaining(why);
  }
}
