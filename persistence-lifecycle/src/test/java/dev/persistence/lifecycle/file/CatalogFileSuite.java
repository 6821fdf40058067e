package dev.persistence.lifecycle.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.OnDelete;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file of YAML says of the tables of a database, on each engine. */
abstract class CatalogFileSuite {

  private static final String YAML =
      """
      # Whose rows are whose, and what of them is personal.
      tables:
        customers:
          soft-delete: true
          subject: id
          personal: [email, name]
          plain: [created_at]
        orders:
          soft-delete: {deleted-at: removed_at, deletion-id: removal}
          subject: customer_id
          tenant: shop
          plain:
            - code
          unique-ever: [orders_code]
        notes:
          soft-delete: false
          shared: false
          on-delete: {notes_customer: detach}
        colours:
          shared: true
        sizes:
      """;

  private final LiveDatabase database;

  CatalogFileSuite(LiveDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void create() throws SQLException {
    String at = database.sql("timestamptz", "datetime(6)");
    database.execute(
        "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(60), name varchar(60),"
            + " created_at "
            + at
            + ")",
        "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, shop bigint, code"
            + " varchar(20), CONSTRAINT orders_code UNIQUE (code))",
        "CREATE TABLE notes (id bigint PRIMARY KEY, customer_id bigint, CONSTRAINT notes_customer"
            + " FOREIGN KEY (customer_id) REFERENCES customers (id))",
        "CREATE TABLE colours (name varchar(20) PRIMARY KEY)",
        "CREATE TABLE sizes (name varchar(20) PRIMARY KEY)");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private Catalog scan(CatalogFile file) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      return file.scan(connection);
    }
  }

  @Test
  void fileSaysWhatCodeSays(@TempDir Path folder) throws SQLException, IOException {
    Path path = folder.resolve("catalog.yaml");
    Files.writeString(path, YAML);
    try (Connection connection = database.dataSource().getConnection()) {
      Catalog catalog = CatalogFile.read(path).scan(connection);
      assertThat(catalog.drift()).isEmpty();
      assertSame(catalog);
    }
  }

  private void assertSame(Catalog catalog) throws SQLException {
    Catalog code =
        database.scan(
            Catalog.builder()
                .table(
                    "customers",
                    t -> t.softDelete().subject("id").personal("email", "name").plain("created_at"))
                .table(
                    "orders",
                    t ->
                        t.softDelete("removed_at", "removal")
                            .subject("customer_id")
                            .tenant("shop")
                            .plain("code")
                            .uniqueEver("orders_code"))
                .table("notes", t -> t.onDelete("notes_customer", OnDelete.DETACH))
                .table("colours", t -> t.shared())
                .table("sizes", t -> {}));
    assertThat(catalog.tables().stream().map(CatalogTable::description))
        .hasSize(5)
        .isEqualTo(code.tables().stream().map(CatalogTable::description).toList());
  }

  @Test
  void codeAddsToAFile() throws SQLException {
    var builder = Catalog.builder().table("orders", t -> t.plain("customer_id"));
    CatalogFile.of("few", "tables: {notes: {}, colours: {}, sizes: {}}").addTo(builder);
    assertThat(database.scan(builder.table("notes", t -> t.subject("customer_id"))).drift())
        .extracting(drift -> drift.table().name().name() + " " + drift.column())
        .containsExactly("customers null", "orders shop", "orders code");
  }

  @Test
  void schemaIsThatOfTheFile() throws SQLException {
    String schema = database.scan(Catalog.builder()).schema().name();
    assertThat(scan(CatalogFile.of("one", "schema: " + schema + "\ntables: {notes: {}}")).tables())
        .hasSize(5);
    assertThatThrownBy(() -> scan(CatalogFile.of("one", "schema: none\ntables: {notes: {}}")))
        .isInstanceOf(PlanRefusedException.class);
  }

  @Test
  void whatTheDatabaseDoesNotHaveIsRefusedWithItsLine() {
    refused("tables:\n  costumers: {}", Reason.UNKNOWN_TABLE, "line 2, column 3", "costumers");
    String orders = "tables:\n  orders:\n";
    refused(
        orders + "    personal:\n      - code\n      - mail",
        Reason.UNKNOWN_COLUMN,
        "line 5, column 9",
        "column \"mail\" of the table");
    refused(orders + "    plain: [code, x]", Reason.UNKNOWN_COLUMN, "line 3, column 19", "\"x\"");
    refused(orders + "    subject: customer", Reason.UNKNOWN_COLUMN, "line 3", "\"customer\"");
    refused(orders + "    tenant: x", Reason.UNKNOWN_COLUMN, "line 3, column 13", "\"x\"");
    refused(orders + "    unique-ever: [x]", Reason.UNKNOWN_COLUMN, "line 3", "index \"x\"");
    refused(
        orders + "    on-delete: {x: protect}",
        Reason.UNDECIDED_FOREIGN_KEY,
        "line 3, column 17",
        "foreign key \"x\"");
  }

  private void refused(String text, Reason reason, String... words) {
    assertThatThrownBy(() -> scan(CatalogFile.of("catalog.yaml", text)))
        .isInstanceOfSatisfying(
            PlanRefusedException.class, refused -> assertThat(refused.reason()).isEqualTo(reason))
        .hasMessageContaining("catalog.yaml")
        .hasMessageContainingAll(words)
        .hasMessageContaining("Name one that exists");
  }

  @Test
  void oddNamesAreNamesAndNothingElse() throws SQLException {
    List<String> odd = List.of("it's", "x\"; DROP TABLE notes; --", "straße_中文", "null", "a: b");
    for (String name : odd) {
      String mark = database.sql("\"", "`");
      String quoted = mark + name.replace(mark, mark + mark) + mark;
      database.execute("CREATE TABLE %1$s (%1$s bigint PRIMARY KEY)".formatted(quoted));
      String text = "'" + name.replace("'", "''") + "'";
      Catalog catalog =
          scan(CatalogFile.of("odd", "tables: {%1$s: {subject: %1$s}}".formatted(text)));
      assertThat(catalog.tables())
          .filteredOn(table -> table.description().described())
          .singleElement()
          .satisfies(table -> assertThat(table.description().subject()).hasToString(name));
    }
  }
}
