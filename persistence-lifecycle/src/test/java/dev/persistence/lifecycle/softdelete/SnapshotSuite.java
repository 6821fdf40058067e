package dev.persistence.lifecycle.softdelete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.Shop;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.anonymize.Mask;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.lifecycle.hold.RowHeldException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Transactions of MySQL and MariaDB whose snapshot is older than what others have committed, which
 * PostgreSQL's are refused for.
 */
abstract class SnapshotSuite {

  private static final Attribution ANNA = new Attribution("case 17", "anna");
  private static final TableName CUSTOMERS = TableName.of("customers");

  private final LiveDatabase database;
  private Catalog catalog;
  private SoftDelete softDelete;

  SnapshotSuite(LiveDatabase database) throws SQLException {
    this.database = database;
    this.catalog = database.scan(Catalog.builder());
    this.softDelete = SoftDelete.of(catalog);
  }

  @BeforeEach
  void create() throws SQLException {
    Shop.create(database);
    catalog = Shop.softDeletable(database, false);
    softDelete = SoftDelete.of(catalog);
    Shop.addCustomer(database, 1, "a@x");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private interface Work {
    void run(Connection connection) throws SQLException;
  }

  /** Runs the first work behind the begin of the other's transaction, which has read by then. */
  private void during(Work first, Work second) throws SQLException {
    try (Connection snapshot = database.dataSource().getConnection();
        Connection other = database.dataSource().getConnection()) {
      snapshot.setAutoCommit(false);
      snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      softDelete.count(snapshot, CUSTOMERS, Visibility.LIVE);
      other.setAutoCommit(false);
      first.run(other);
      other.commit();
      second.run(snapshot);
      snapshot.commit();
    }
  }

  private void hold(Connection connection) throws SQLException {
    LegalHolds.of(catalog).placeOnSubject(connection, "1", ANNA);
  }

  @Test
  void newHoldKeepsRowsFromBeingDeleted() throws SQLException {
    during(
        this::hold,
        connection ->
            assertThatThrownBy(
                    () -> softDelete.delete(connection, RowKey.of("customers", 1L), ANNA))
                .isInstanceOf(RowHeldException.class));
    assertThat(database.number("SELECT COUNT(*) FROM customers WHERE deleted_at IS NULL"))
        .isEqualTo(1);
  }

  private Deletion deleted() throws SQLException {
    return database
        .transactions()
        .call(connection -> softDelete.delete(connection, RowKey.of("customers", 1L), ANNA))
        .orElseThrow();
  }

  @Test
  void newHoldKeepsRowsFromBeingRestored() throws SQLException {
    Deletion deletion = deleted();
    during(
        this::hold,
        connection ->
            assertThatThrownBy(() -> softDelete.restore(connection, deletion.id(), ANNA))
                .isInstanceOf(RestoreConflictException.class)
                .hasMessageContaining("HELD"));
  }

  @Test
  void newDeletionIsRestoredAsAWhole() throws SQLException {
    Deletion[] deletion = new Deletion[1];
    during(
        other ->
            deletion[0] = softDelete.delete(other, RowKey.of("customers", 1L), ANNA).orElseThrow(),
        connection ->
            assertThat(softDelete.restore(connection, deletion[0].id(), ANNA).attached())
                .isEqualTo(1));
    assertThat(database.rows("SELECT customer_id FROM notes")).containsExactly("1");
  }

  @Test
  void newHoldKeepsRowsFromBeingAnonymized() throws SQLException {
    database.execute(
        "ALTER TABLE customers ADD anonymized_at datetime(6) NULL, ADD anonymized_policy"
            + " varchar(20) NULL");
    catalog = database.scan(Shop.described());
    Anonymizer anonymizer =
        Anonymizer.builder(
                catalog, CUSTOMERS, "1", "a key of the tests".getBytes(StandardCharsets.UTF_8))
            .mask("email", Mask.email())
            .mask("name", Mask.nulls())
            .build();
    during(
        this::hold,
        connection ->
            assertThat(anonymizer.anonymize(connection, SqlFragment.of("1 = 1"))).isZero());
    assertThat(database.rows("SELECT email FROM customers")).containsExactly("a@x");
  }
}
