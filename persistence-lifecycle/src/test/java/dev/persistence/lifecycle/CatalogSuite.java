package dev.persistence.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.lifecycle.hold.RowHeldException;
import dev.persistence.lifecycle.softdelete.Deletion;
import dev.persistence.lifecycle.softdelete.SoftDelete;
import dev.persistence.lifecycle.softdelete.SoftDeleteDdl;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read of a database, and what is missed in its description, on each engine. */
abstract class CatalogSuite {

  private static final Attribution ANNA = new Attribution("asked for it", "anna");

  /** Names that break out of quotation marks, or are as long as the engines allow. */
  private static final List<String> ODD_NAMES =
      List.of(
          "Order Total",
          "sele\"ct",
          "back`tick",
          "it's",
          "x\"; DROP TABLE customers; --",
          "x`; DROP TABLE customers; -- x",
          "straße_中文",
          "select",
          "a".repeat(63));

  private final LiveDatabase database;

  CatalogSuite(LiveDatabase database) {
    this.database = database;
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void keysAndIndexesAreRead() throws SQLException {
    Shop.create(database);
    Catalog catalog = database.scan(Shop.described());
    CatalogTable orders = catalog.table(TableName.of("orders"));
    assertThat(orders.primaryKey()).containsExactly(Identifier.of("id"));
    assertThat(catalog.table(TableName.of("order_lines")).primaryKey())
        .containsExactly(Identifier.of("order_id"), Identifier.of("line"));
    assertThat(orders.foreignKeys())
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.name()).hasToString("orders_customer");
              assertThat(key.columns()).containsExactly(Identifier.of("customer_id"));
              assertThat(key.parent()).isEqualTo(catalog.table(TableName.of("customers")).name());
              assertThat(key.parentColumns()).containsExactly(Identifier.of("id"));
            });
    assertThat(orders.uniqueKeys()).extracting(TableIndex::columns).hasSize(2);
    assertThat(orders.uniqueKeys())
        .filteredOn(key -> key.columns().size() == 2)
        .singleElement()
        .satisfies(
            key ->
                assertThat(key.columns())
                    .containsExactly(Identifier.of("customer_id"), Identifier.of("code")));
    CatalogTable customers = catalog.table(TableName.of("customers"));
    assertThat(customers.timeColumns()).extracting(Column::name).hasToString("[created_at]");
    Column email = customers.column(Identifier.of("email"));
    assertThat(email.length()).isEqualTo(100);
    assertThat(email.nullable()).isFalse();
    assertThat(email.kind()).isEqualTo(Column.Kind.TEXT);
    assertThat(catalog.foreignKeysTo(customers.name()))
        .extracting(key -> key.name().name())
        .containsExactlyInAnyOrder("orders_customer", "notes_customer");
  }

  @Test
  void whatIsNotDescribedIsDrift() throws SQLException {
    Shop.create(database);
    assertThat(database.scan(Shop.described()).drift()).isEmpty();
    database.execute(
        "ALTER TABLE customers ADD COLUMN phone varchar(20)",
        "CREATE TABLE surveys (id bigint PRIMARY KEY)");
    Catalog catalog = database.scan(Shop.described());
    assertThat(catalog.drift())
        .extracting(drift -> drift.table().name() + "." + drift.column())
        .containsExactly("customers.phone", "surveys.null");
    assertThatThrownBy(catalog::requireNoDrift)
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.DRIFT))
        .hasMessageContaining("phone")
        .hasMessageContaining("surveys");
  }

  @Test
  void descriptionOfWhatIsNotThereIsRefused() throws SQLException {
    Shop.create(database);
    refused(Catalog.builder().table("costumers", t -> t.softDelete()), Reason.UNKNOWN_TABLE);
    refused(Catalog.builder().table("orders", t -> t.personal("mail")), Reason.UNKNOWN_COLUMN);
    refused(Catalog.builder().table("orders", t -> t.subject("customer")), Reason.UNKNOWN_COLUMN);
    refused(Catalog.builder().table("orders", t -> t.tenant("customer")), Reason.UNKNOWN_COLUMN);
    refused(
        Catalog.builder().table("orders", t -> t.onDelete("x", OnDelete.PROTECT)),
        Reason.UNDECIDED_FOREIGN_KEY);
  }

  private void refused(CatalogBuilder builder, Reason reason) {
    assertThatThrownBy(() -> database.scan(builder))
        .isInstanceOfSatisfying(
            PlanRefusedException.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  @Test
  void rowsAreATenantsOrSharedAndNotBoth() throws SQLException {
    Shop.create(database);
    CatalogBuilder described =
        Catalog.builder().table("surveys", t -> t.tenant("owner")).table("notes", t -> t.shared());
    database.execute("CREATE TABLE surveys (id bigint PRIMARY KEY, owner bigint)");
    Catalog catalog = database.scan(described);
    assertThat(catalog.drift())
        .extracting(drift -> drift.table().name().name())
        .contains("notes", "orders")
        .doesNotContain("surveys");
    TableDescription surveys = catalog.table(TableName.of("surveys")).description();
    assertThat(surveys.tenant()).hasToString("owner");
    assertThat(surveys.shared()).isFalse();
    TableDescription notes = catalog.table(TableName.of("notes")).description();
    assertThat(notes.tenant()).isNull();
    assertThat(notes.shared()).isTrue();
    assertThatThrownBy(() -> Catalog.builder().table("notes", t -> t.shared().tenant("id")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one of both");
  }

  @Test
  void oddNamesExecuteNothingForeign() throws SQLException {
    Shop.create(database);
    Transactions transactions = database.transactions();
    for (String odd : ODD_NAMES) {
      String mark = database.sql("\"", "`");
      String name = mark + odd.replace(mark, mark + mark) + mark;
      database.execute(
          "CREATE TABLE %s (%s bigint PRIMARY KEY, v int)".formatted(name, name),
          "INSERT INTO %s VALUES (1, 1), (2, 2)".formatted(name));
      CatalogBuilder described =
          Catalog.builder().table(odd, t -> t.softDelete().subject(odd).plain("v"));
      database.execute(SoftDeleteDdl.of(database.scan(described)).statements());
      Catalog catalog = database.scan(described);
      SoftDelete softDelete = SoftDelete.of(catalog);
      Optional<Deletion> deletion =
          transactions.call(c -> softDelete.delete(c, RowKey.of(odd, 1L), ANNA));
      assertThat(deletion).as(odd).isPresent();
      transactions.call(c -> softDelete.restore(c, deletion.orElseThrow().id(), ANNA));
      transactions.run(c -> LegalHolds.of(catalog).place(c, RowKey.of(odd, 1L), ANNA));
      assertThatThrownBy(
              () -> transactions.call(c -> softDelete.delete(c, RowKey.of(odd, 1L), ANNA)))
          .isInstanceOf(RowHeldException.class);
      assertThat(database.number("SELECT COUNT(*) FROM " + name)).isEqualTo(2);
    }
    assertThat(database.number("SELECT COUNT(*) FROM customers")).isZero();
  }

  @Test
  void namesThatNoEngineTakesAreRefused() {
    assertThatThrownBy(() -> TableName.of("a\0b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> database.scan(Catalog.builder().table("a".repeat(65), t -> {})))
        .isInstanceOf(PlanRefusedException.class);
  }
}
