package dev.persistence.lifecycle.softdelete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.Shop;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A deletion of which some rows were removed for good before it is restored, on each engine. */
abstract class GoneRowsSuite {

  private static final Attribution ANNA = new Attribution("asked for it", "anna");

  private final LiveDatabase database;
  private final Transactions transactions;

  GoneRowsSuite(LiveDatabase database) {
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

  private UUID delete(SoftDelete softDelete, long customer) throws SQLException {
    return transactions
        .call(c -> softDelete.delete(c, RowKey.of("customers", customer), ANNA))
        .orElseThrow()
        .id();
  }

  private static String conflict(RestoreConflict conflict) {
    return conflict.kind() + " " + conflict.table().name() + " " + conflict.rows();
  }

  private long deleted(String table) throws SQLException {
    return database.number("SELECT COUNT(*) FROM " + table + " WHERE deleted_at IS NOT NULL");
  }

  @Test
  void rowsOfAnotherDeletionAreNotMissed() throws SQLException {
    SoftDelete softDelete = shop();
    database.execute("DELETE FROM order_lines WHERE order_id IN (20, 21)");
    for (UUID deletion : List.of(delete(softDelete, 1), delete(softDelete, 2))) {
      assertThat(transactions.call(c -> softDelete.preview(c, deletion)).conflicts()).isEmpty();
    }
  }

  @Test
  void goneRowsAreToldByTableAndNothingComesBackUnasked() throws SQLException {
    SoftDelete softDelete = shop();
    UUID deletion = delete(softDelete, 1);
    database.execute(
        "DELETE FROM order_lines WHERE order_id = 10 OR line = 2 AND order_id = 11",
        "DELETE FROM orders WHERE id = 10");
    RestorePreview preview = transactions.call(c -> softDelete.preview(c, deletion));
    assertThat(preview.conflicts())
        .extracting(GoneRowsSuite::conflict)
        .containsExactlyInAnyOrder("GONE orders 1", "GONE order_lines 3");
    assertThat(preview.rows()).hasSize(3).containsValue(1L).doesNotContainValue(2L);
    assertThatThrownBy(() -> transactions.call(c -> softDelete.restore(c, deletion, ANNA)))
        .isInstanceOfSatisfying(
            RestoreConflictException.class,
            refused -> assertThat(refused.conflicts()).isEqualTo(preview.conflicts()))
        .hasMessageContaining("GONE for 3 rows")
        .hasMessageContaining("restoreRest");
    assertThat(deleted("customers")).as("nothing was changed").isEqualTo(1);
    Restoration rest = transactions.call(c -> softDelete.restoreRest(c, deletion, ANNA));
    assertThat(rest.rows()).isEqualTo(preview.rows());
    assertThat(rest.gone().toString()).contains("orders=1", "order_lines=3");
    assertThat(rest.attached()).isEqualTo(1);
    for (String table : List.of("customers", "orders", "order_lines", "notes")) {
      assertThat(deleted(table)).as(table).isZero();
    }
    assertThatThrownBy(() -> transactions.call(c -> softDelete.restoreRest(c, deletion, ANNA)))
        .isInstanceOf(UnknownDeletionException.class);
  }

  @Test
  void wholeDeletionIsRestoredWithoutALoss() throws SQLException {
    SoftDelete softDelete = shop();
    UUID first = delete(softDelete, 1);
    UUID second = delete(softDelete, 2);
    database.execute("DELETE FROM order_lines WHERE order_id = 20");
    Restoration whole = transactions.call(c -> softDelete.restore(c, first, ANNA));
    assertThat(whole.gone()).as("what another deletion has lost is not missed").isEmpty();
    assertThat(whole.attached()).as("its own note").isEqualTo(1);
    assertThat(whole.rows().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(7);
    assertThat(transactions.call(c -> softDelete.restoreRest(c, second, ANNA)).gone())
        .containsValue(2L);
  }

  @Test
  void restKeepsToWhatElseIsInTheWay() throws SQLException {
    SoftDelete softDelete = shop();
    UUID deletion = delete(softDelete, 1);
    Shop.addCustomer(database, 3, "a@x");
    database.execute("DELETE FROM order_lines WHERE order_id = 10");
    assertThatThrownBy(() -> transactions.call(c -> softDelete.restoreRest(c, deletion, ANNA)))
        .isInstanceOfSatisfying(
            RestoreConflictException.class,
            refused ->
                assertThat(refused.conflicts())
                    .extracting(GoneRowsSuite::conflict)
                    .containsExactlyInAnyOrder("UNIQUE_TAKEN customers 1", "GONE order_lines 2"));
    assertThat(deleted("customers")).isEqualTo(1);
  }

  @Test
  void rowsOfTheArchiveAreNotGone() throws SQLException {
    shop();
    database.execute(
        "CREATE TABLE order_lines_archive (order_id bigint NOT NULL, line int NOT NULL, quantity"
            + " int NOT NULL, deleted_at %s NULL, deletion_id %s NULL, PRIMARY KEY (order_id, line))"
                .formatted(
                    database.sql("timestamptz", "datetime(6)"),
                    database.sql("uuid", "char(36) CHARACTER SET ascii COLLATE ascii_bin")));
    SoftDelete softDelete =
        SoftDelete.of(
            database.scan(
                Shop.described()
                    .table("order_lines_archive", t -> t.softDelete().plain("quantity"))));
    UUID deletion = delete(softDelete, 1);
    String moved = " FROM order_lines WHERE order_id = 10";
    database.execute(
        "INSERT INTO order_lines_archive SELECT order_id, line, quantity, deleted_at, deletion_id"
            + moved,
        "DELETE" + moved);
    Restoration whole = transactions.call(c -> softDelete.restore(c, deletion, ANNA));
    assertThat(whole.gone()).isEmpty();
    assertThat(deleted("order_lines_archive")).isZero();
    assertThat(database.number("SELECT COUNT(*) FROM order_lines_archive")).isEqualTo(2);
  }
}
