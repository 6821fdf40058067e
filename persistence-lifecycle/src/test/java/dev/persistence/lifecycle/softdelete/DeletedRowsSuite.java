package dev.persistence.lifecycle.softdelete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.Shop;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.lifecycle.hold.RowHeldException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Removing soft-deleted rows for good after a time of grace, on each engine. */
abstract class DeletedRowsSuite {

  private static final Attribution ANNA = new Attribution("asked for it", "anna");

  private final LiveDatabase database;
  private final Transactions transactions;

  DeletedRowsSuite(LiveDatabase database) {
    this.database = database;
    this.transactions = database.transactions();
  }

  @BeforeEach
  void create() throws SQLException {
    Shop.create(database);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private UUID delete(SoftDelete softDelete, String table, long id) throws SQLException {
    return transactions
        .call(connection -> softDelete.delete(connection, RowKey.of(table, id), ANNA))
        .orElseThrow()
        .id();
  }

  @Test
  void onlyDeletionsOlderThanTheGraceAreRemoved() throws SQLException {
    Catalog catalog = Shop.softDeletable(database, true);
    SoftDelete softDelete = SoftDelete.of(catalog);
    DeletedRows deletedRows = DeletedRows.of(database.dataSource(), catalog);
    Shop.addCustomer(database, 1, "a@x");
    Shop.addCustomer(database, 2, "b@x");
    UUID order = delete(softDelete, "orders", 10);
    UUID customer = delete(softDelete, "customers", 1);
    assertThat(deletedRows.purge(Duration.ofHours(1), Throttle.none()))
        .isEqualTo(new DeletedRowsReport(0, 0, 0));
    assertThat(deletedRows.purge(Duration.ZERO, Throttle.none()))
        .isEqualTo(new DeletedRowsReport(2, 7, 0));
    assertThat(database.rows("SELECT id FROM customers")).containsExactly("2");
    assertThat(database.number("SELECT COUNT(*) FROM order_lines")).isEqualTo(4);
    assertThat(database.rows("SELECT id, customer_id FROM notes ORDER BY id"))
        .containsExactly("1|null", "2|2");
    assertThat(database.number("SELECT COUNT(*) FROM lifecycle_detached")).isZero();
    for (UUID purged : new UUID[] {order, customer}) {
      assertThatThrownBy(
              () -> transactions.call(connection -> softDelete.restore(connection, purged, ANNA)))
          .isInstanceOf(UnknownDeletionException.class)
          .hasMessageContaining("purged");
    }
  }

  @Test
  void holdKeepsAWholeDeletionSuchThatItCanBeRestored() throws SQLException {
    Catalog catalog = Shop.softDeletable(database, false);
    SoftDelete softDelete = SoftDelete.of(catalog);
    DeletedRows deletedRows = DeletedRows.of(database.dataSource(), catalog);
    LegalHolds holds = LegalHolds.of(catalog);
    Shop.addCustomer(database, 1, "a@x");
    Shop.addCustomer(database, 2, "b@x");
    UUID deletion = delete(softDelete, "customers", 1);
    delete(softDelete, "customers", 2);
    UUID hold =
        transactions.call(
            connection -> holds.place(connection, RowKey.of("order_lines", 10L, 2), ANNA));
    assertThat(deletedRows.purge(Duration.ZERO, Throttle.none()))
        .as("the other deletion is purged")
        .isEqualTo(new DeletedRowsReport(1, 7, 1));
    assertThat(database.number("SELECT COUNT(*) FROM order_lines")).isEqualTo(4);
    assertThatThrownBy(
            () -> transactions.call(connection -> softDelete.restore(connection, deletion, ANNA)))
        .isInstanceOf(RestoreConflictException.class)
        .hasMessageContaining("HELD for 1 rows");
    transactions.run(connection -> holds.release(connection, hold, ANNA));
    assertThat(
            transactions
                .call(connection -> softDelete.restore(connection, deletion, ANNA))
                .attached())
        .isEqualTo(1);
  }

  @Test
  void heldRowIsNotDeletedNorIsWhatItHangsOn() throws SQLException {
    Catalog catalog = Shop.softDeletable(database, false);
    SoftDelete softDelete = SoftDelete.of(catalog);
    LegalHolds holds = LegalHolds.of(catalog);
    Shop.addCustomer(database, 1, "a@x");
    Shop.addCustomer(database, 2, "b@x");
    Shop.addCustomer(database, 3, "c@x");
    transactions.run(
        connection -> {
          holds.place(connection, RowKey.of("order_lines", 10L, 1), ANNA);
          holds.placeOnSubject(connection, "2", ANNA);
          holds.place(connection, RowKey.of("notes", 3L), ANNA);
        });
    assertThatThrownBy(() -> delete(softDelete, "customers", 1))
        .isInstanceOf(RowHeldException.class)
        .hasMessageContaining("order_lines");
    assertThatThrownBy(() -> delete(softDelete, "orders", 20)).isInstanceOf(RowHeldException.class);
    assertThatThrownBy(() -> delete(softDelete, "customers", 3))
        .as("which its note would lose")
        .isInstanceOf(RowHeldException.class)
        .hasMessageContaining("notes");
    assertThat(delete(softDelete, "orders", 11)).isNotNull();
    assertThat(database.number("SELECT COUNT(*) FROM customers WHERE deleted_at IS NULL"))
        .isEqualTo(3);
  }

  @Test
  void deletionThatIsRestoredMeanwhileIsNotPurged() throws SQLException {
    Catalog catalog = Shop.softDeletable(database, false);
    SoftDelete softDelete = SoftDelete.of(catalog);
    Shop.addCustomer(database, 1, "a@x");
    UUID deletion = delete(softDelete, "customers", 1);
    Throttle restoring =
        rows -> {
          try {
            transactions.call(connection -> softDelete.restore(connection, deletion, ANNA));
          } catch (SQLException failure) {
            throw new IllegalStateException(failure);
          }
          return Throttle.Pause.none();
        };
    assertThat(DeletedRows.of(database.dataSource(), catalog).purge(Duration.ZERO, restoring))
        .isEqualTo(new DeletedRowsReport(0, 0, 0));
    assertThat(database.rows("SELECT purged_at FROM lifecycle_deletions")).containsExactly("null");
    assertThat(database.number("SELECT COUNT(*) FROM order_lines")).isEqualTo(4);
  }

  @Test
  void holdsWaitForTheDeletionThatIsUnderWayAndKeepWhatComesAfterIt() throws Exception {
    Catalog catalog = Shop.softDeletable(database, false);
    SoftDelete softDelete = SoftDelete.of(catalog);
    LegalHolds holds = LegalHolds.of(catalog);
    Shop.addCustomer(database, 1, "a@x");
    ExecutorService placing = Executors.newFixedThreadPool(2);
    try {
      List<Future<UUID>> both =
          transactions.call(
              deleting -> {
                softDelete.delete(deleting, RowKey.of("orders", 10L), ANNA);
                RowKey row = RowKey.of("customers", 1L);
                List<Future<UUID>> placed =
                    List.of(
                        placing.submit(
                            () -> transactions.call(c -> holds.placeOnSubject(c, "1", ANNA))),
                        placing.submit(() -> transactions.call(c -> holds.place(c, row, ANNA))));
                await()
                    .during(Duration.ofMillis(200))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> placed.stream().noneMatch(Future::isDone));
                return placed;
              });
      for (Future<UUID> hold : both) {
        assertThat(hold.get(1, TimeUnit.MINUTES)).isNotNull();
      }
    } finally {
      placing.shutdownNow();
    }
    assertThatThrownBy(() -> delete(softDelete, "orders", 11)).isInstanceOf(RowHeldException.class);
    assertThat(database.rows("SELECT id FROM orders WHERE deleted_at IS NULL"))
        .containsExactly("11");
  }
}
