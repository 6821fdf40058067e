package dev.persistence.lifecycle.softdelete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogBuilder;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.OnDelete;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.Shop;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deleting and restoring rows of four tables, on each engine. */
abstract class SoftDeleteSuite {

  private static final Attribution ANNA = new Attribution("asked for it", "anna");
  private static final TableName CUSTOMERS = TableName.of("customers");
  private static final TableName ORDERS = TableName.of("orders");

  private final LiveDatabase database;
  private final Transactions transactions;

  SoftDeleteSuite(LiveDatabase database) {
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

  private SoftDelete shop() throws SQLException {
    SoftDelete softDelete = SoftDelete.of(Shop.softDeletable(database, false));
    Shop.addCustomer(database, 1, "a@x");
    Shop.addCustomer(database, 2, "b@x");
    return softDelete;
  }

  private Optional<Deletion> delete(SoftDelete softDelete, String table, Object... key)
      throws SQLException {
    return transactions.call(
        connection -> softDelete.delete(connection, RowKey.of(table, key), ANNA));
  }

  private Restoration restore(SoftDelete softDelete, UUID id) throws SQLException {
    return transactions.call(connection -> softDelete.restore(connection, id, ANNA));
  }

  private List<String> everything() throws SQLException {
    return List.of(
        database.rows("SELECT * FROM customers ORDER BY id").toString(),
        database.rows("SELECT * FROM orders ORDER BY id").toString(),
        database.rows("SELECT * FROM order_lines ORDER BY order_id, line").toString(),
        database.rows("SELECT * FROM notes ORDER BY id").toString());
  }

  @Test
  void deleteTakesChildrenAndDetachesNotesAndRestoreUndoesIt() throws SQLException {
    SoftDelete softDelete = shop();
    List<String> before = everything();
    Deletion deletion = delete(softDelete, "customers", 1L).orElseThrow();
    assertThat(deletion.rows()).isEqualTo(7);
    assertThat(deletion.detached().values()).containsExactly(1L);
    assertThat(database.rows("SELECT id FROM customers WHERE deleted_at IS NULL"))
        .containsExactly("2");
    assertThat(database.number("SELECT COUNT(*) FROM order_lines WHERE deleted_at IS NULL"))
        .isEqualTo(4);
    assertThat(database.number("SELECT COUNT(*) FROM notes WHERE customer_id IS NULL"))
        .isEqualTo(1);
    Restoration restoration = restore(softDelete, deletion.id());
    assertThat(restoration.attached()).isEqualTo(1);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void rowsDeletedEarlierStayDeleted() throws SQLException {
    SoftDelete softDelete = shop();
    Deletion first = delete(softDelete, "orders", 10L).orElseThrow();
    Deletion second = delete(softDelete, "customers", 1L).orElseThrow();
    assertThat(second.rows()).isEqualTo(4);
    restore(softDelete, second.id());
    assertThat(database.rows("SELECT id FROM orders WHERE deleted_at IS NOT NULL"))
        .containsExactly("10");
    restore(softDelete, first.id());
    assertThat(database.number("SELECT COUNT(*) FROM orders WHERE deleted_at IS NOT NULL"))
        .isZero();
  }

  @Test
  void absentAndDeletedRowsAreNotDeletedAgain() throws SQLException {
    SoftDelete softDelete = shop();
    assertThat(delete(softDelete, "customers", 99L)).isEmpty();
    delete(softDelete, "order_lines", 10L, 1);
    assertThat(delete(softDelete, "order_lines", 10L, 1)).isEmpty();
    assertThat(database.number("SELECT COUNT(*) FROM lifecycle_deletions")).isEqualTo(1);
  }

  @Test
  void restoreIsRefusedWhileTheParentIsDeleted() throws SQLException {
    SoftDelete softDelete = shop();
    Deletion order = delete(softDelete, "orders", 10L).orElseThrow();
    Deletion customer = delete(softDelete, "customers", 1L).orElseThrow();
    List<String> before = everything();
    RestorePreview preview =
        transactions.call(connection -> softDelete.preview(connection, order.id()));
    assertThat(preview.conflicts())
        .singleElement()
        .returns(RestoreConflict.Kind.PARENT_DELETED, RestoreConflict::kind)
        .returns(1L, RestoreConflict::rows);
    assertThatThrownBy(() -> restore(softDelete, order.id()))
        .isInstanceOf(RestoreConflictException.class)
        .hasMessageContaining("orders_customer");
    assertThat(everything()).isEqualTo(before);
    restore(softDelete, customer.id());
    restore(softDelete, order.id());
  }

  @Test
  void valueOfADeletedRowCanBeTakenAgainAndThenRestoreIsRefused() throws SQLException {
    SoftDelete softDelete = shop();
    Deletion deletion = delete(softDelete, "customers", 1L).orElseThrow();
    Shop.addCustomer(database, 3, "a@x");
    assertThatThrownBy(() -> Shop.addCustomer(database, 4, "a@x")).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> restore(softDelete, deletion.id()))
        .isInstanceOfSatisfying(
            RestoreConflictException.class,
            refused ->
                assertThat(refused.conflicts())
                    .singleElement()
                    .returns(RestoreConflict.Kind.UNIQUE_TAKEN, RestoreConflict::kind));
    delete(softDelete, "customers", 3L);
    restore(softDelete, deletion.id());
  }

  @Test
  void unknownAndRestoredDeletionsAreRefused() throws SQLException {
    SoftDelete softDelete = shop();
    assertThatThrownBy(() -> restore(softDelete, new UUID(1, 2)))
        .isInstanceOf(UnknownDeletionException.class)
        .hasMessageContaining("no deletion of this id");
    Deletion deletion = delete(softDelete, "customers", 1L).orElseThrow();
    restore(softDelete, deletion.id());
    List<String> before = everything();
    assertThatThrownBy(() -> restore(softDelete, deletion.id()))
        .isInstanceOf(UnknownDeletionException.class)
        .hasMessageContaining("restored already");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void protectingChildKeepsItsParent() throws SQLException {
    Shop.softDeletable(database, false);
    SoftDelete softDelete =
        SoftDelete.of(
            database.scan(
                Shop.described()
                    .table(
                        "orders",
                        t -> t.softDelete().onDelete("orders_customer", OnDelete.PROTECT))));
    Shop.addCustomer(database, 1, "a@x");
    List<String> before = everything();
    assertThatThrownBy(() -> delete(softDelete, "customers", 1L))
        .isInstanceOf(RowProtectedException.class)
        .hasMessageContaining("2 live rows")
        .hasMessageContaining("orders_customer");
    assertThat(everything()).isEqualTo(before);
    delete(softDelete, "orders", 10L);
    delete(softDelete, "orders", 11L);
    assertThat(delete(softDelete, "customers", 1L)).isPresent();
  }

  @Test
  void bulkDeleteAndUpdateLeaveDeletedRowsAlone() throws SQLException {
    SoftDelete softDelete = shop();
    delete(softDelete, "orders", 10L);
    int updated =
        transactions.call(
            connection ->
                softDelete.updateWhere(
                    connection,
                    ORDERS,
                    SqlFragment.of("total = total + ?", 100),
                    SqlFragment.of("customer_id = ?", 1L)));
    assertThat(updated).isEqualTo(1);
    assertThat(database.rows("SELECT total FROM orders WHERE customer_id = 1 ORDER BY id"))
        .containsExactly("1", "102");
    Deletion bulk =
        transactions
            .call(
                connection ->
                    softDelete.deleteWhere(
                        connection, ORDERS, SqlFragment.of("customer_id = ? OR 1 = 0", 1L), ANNA))
            .orElseThrow();
    assertThat(bulk.rows()).isEqualTo(3);
    transactions.run(
        connection -> {
          assertThat(softDelete.count(connection, ORDERS, Visibility.LIVE)).isEqualTo(2);
          assertThat(softDelete.count(connection, ORDERS, Visibility.DELETED)).isEqualTo(2);
          assertThat(softDelete.count(connection, ORDERS, Visibility.ALL)).isEqualTo(4);
          assertThat(softDelete.lockLive(connection, RowKey.of("orders", 10L))).isFalse();
          assertThat(softDelete.lockLive(connection, RowKey.of("orders", 20L))).isTrue();
        });
  }

  @Test
  void tooLargeDeletionIsRefused() throws SQLException {
    Catalog catalog = Shop.softDeletable(database, false);
    Shop.addCustomer(database, 1, "a@x");
    SoftDelete small = SoftDelete.builder(catalog).largestDeletion(6).build();
    assertThatThrownBy(() -> delete(small, "customers", 1L))
        .isInstanceOf(DeletionTooLargeException.class);
    assertThat(delete(SoftDelete.builder(catalog).largestDeletion(7).build(), "customers", 1L))
        .isPresent();
  }

  @Test
  void guardsRefuseALiveChildUnderADeletedParent() throws SQLException {
    SoftDelete softDelete = SoftDelete.of(Shop.softDeletable(database, true));
    Shop.addCustomer(database, 1, "a@x");
    List<String> before = everything();
    Deletion deletion = delete(softDelete, "customers", 1L).orElseThrow();
    assertThatThrownBy(
            () ->
                database.execute(
                    "INSERT INTO orders (id, customer_id, code, total) VALUES (50, 1, 'z', 1)"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> database.execute("UPDATE orders SET deleted_at = NULL WHERE id = 10"))
        .isInstanceOf(SQLException.class);
    restore(softDelete, deletion.id());
    assertThat(everything()).isEqualTo(before);
    assertThat(SoftDeleteDdl.of(database.scan(Shop.described())).withGuards().statements())
        .isEmpty();
  }

  @Test
  void liveViewShowsLiveRowsAlone() throws SQLException {
    SoftDelete softDelete = shop();
    database.execute(
        SoftDeleteDdl.of(database.scan(Shop.described())).withLiveViews("_live").statements());
    delete(softDelete, "customers", 1L);
    assertThat(database.rows("SELECT * FROM customers_live"))
        .singleElement()
        .asString()
        .startsWith("2|b@x|N|2020-01-01");
  }

  @Test
  void tablesThatDoNotBearItAreRefused() throws SQLException {
    assertThatThrownBy(() -> SoftDelete.of(database.scan(Shop.described())))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.NOT_SOFT_DELETABLE);
              assertThat(refused.column()).hasToString("deleted_at");
            })
        .hasMessageContaining("SoftDeleteDdl");
    database.execute(
        "ALTER TABLE customers ADD COLUMN deleted_at "
            + database.sql("timestamptz", "datetime(6)")
            + " NULL",
        "ALTER TABLE customers ADD COLUMN deletion_id "
            + database.sql("uuid", "char(36)")
            + " NULL");
    CatalogBuilder customers = Catalog.builder().table("customers", t -> t.softDelete());
    assertThatThrownBy(() -> SoftDelete.of(database.scan(customers)))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.UNIQUE_KEY_COUNTS_DELETED);
              assertThat(refused.column()).hasToString("email");
            });
    CatalogBuilder ever =
        Catalog.builder().table("customers", t -> t.softDelete().uniqueEver("customers_email"));
    assertThatThrownBy(() -> SoftDelete.of(database.scan(ever)))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.UNDECIDED_FOREIGN_KEY);
              assertThat(refused.column()).hasToString("customer_id");
            });
  }

  @Test
  void keyWithTheTimeOfDeletionIsRefusedSinceItBindsNoLiveRow() throws SQLException {
    Shop.softDeletable(database, false);
    database.execute("CREATE UNIQUE INDEX naive ON customers (name, deleted_at)");
    assertThatThrownBy(() -> SoftDelete.of(database.scan(Shop.described())))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("naive")
        .hasMessageContaining("no NULL equals another");
  }

  @Test
  void detachFromAColumnThatIsNotNullIsRefused() throws SQLException {
    Shop.softDeletable(database, false);
    CatalogBuilder detaching =
        Shop.described()
            .table("orders", t -> t.softDelete().onDelete("orders_customer", OnDelete.DETACH));
    assertThatThrownBy(() -> SoftDelete.of(database.scan(detaching)))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.NOT_NULL);
              assertThat(String.valueOf(refused.table())).endsWith(".orders");
            });
  }

  @Test
  void autocommitAndSnapshotsAreRefused() throws SQLException {
    SoftDelete softDelete = shop();
    try (Connection connection = database.dataSource().getConnection()) {
      assertThatThrownBy(() -> softDelete.delete(connection, RowKey.of("customers", 1L), ANNA))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("autocommit");
    }
    Transactions snapshots =
        Transactions.builder(database.dataSource()).isolation(Isolation.REPEATABLE_READ).build();
    if (database.isPostgreSql()) {
      assertThatThrownBy(
              () ->
                  snapshots.call(
                      connection ->
                          softDelete.delete(connection, RowKey.of("customers", 1L), ANNA)))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("snapshot");
    } else {
      assertThat(
              snapshots
                  .call(c -> softDelete.delete(c, RowKey.of("customers", 1L), ANNA))
                  .orElseThrow()
                  .rows())
          .isEqualTo(7);
    }
    assertThat(softDelete.liveRows(CUSTOMERS).sql()).contains("deleted_at");
  }
}
