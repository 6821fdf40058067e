package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogBuilder;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.OnDelete;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.anonymize.Mask;
import dev.persistence.testkit.DatabaseCluster;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fourteen tables of two databases: a ring and a tree of foreign keys, rows that only a path of
 * keys leads to, archives, soft-deleted rows, an audit log that is masked, and rows that are kept.
 * Every text of a customer is a canary of his own.
 */
final class TwoDatabases implements AutoCloseable {

  static final byte[] KEY = "a key of the tests".getBytes(StandardCharsets.UTF_8);
  static final List<String> SHOP =
      List.of(
          "customers",
          "addresses",
          "orders",
          "orders_archive",
          "order_lines",
          "order_lines_archive",
          "comments",
          "audit_logs",
          "ledger_entries");
  static final List<String> CRM = List.of("contacts", "calls", "call_tags", "tasks", "letters");

  final LiveDatabase shop;
  final LiveDatabase crm;
  private final DatabaseCluster<?> second;

  TwoDatabases(DatabaseCluster<?> cluster) {
    this.shop = new LiveDatabase(cluster.primary().dataSource());
    this.second = cluster.database("crm");
    this.crm = new LiveDatabase(second.primary().dataSource());
  }

  void create() throws SQLException {
    String at = shop.sql("timestamptz", "datetime(6)");
    String id = shop.sql("uuid", "char(36)");
    shop.execute(
        "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(60) UNIQUE, favourite"
            + " bigint)",
        "CREATE TABLE addresses (id bigint PRIMARY KEY, customer_id bigint NOT NULL, street"
            + " varchar(60), CONSTRAINT addresses_customer FOREIGN KEY (customer_id) REFERENCES"
            + " customers (id))",
        "ALTER TABLE customers ADD CONSTRAINT customers_favourite FOREIGN KEY (favourite)"
            + " REFERENCES addresses (id)",
        "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, note varchar(60),"
            + " deleted_at %s NULL, deletion_id %s NULL, CONSTRAINT orders_customer FOREIGN KEY"
                .formatted(at, id)
            + " (customer_id) REFERENCES customers (id))",
        "CREATE TABLE order_lines (order_id bigint NOT NULL, line int NOT NULL, gift varchar(60),"
            + " PRIMARY KEY (order_id, line), CONSTRAINT lines_order FOREIGN KEY (order_id)"
            + " REFERENCES orders (id))",
        "CREATE TABLE orders_archive (id bigint PRIMARY KEY, customer_id bigint NOT NULL, note"
            + " varchar(60), deleted_at %s NULL, deletion_id %s NULL, archived_at %1$s NOT NULL)"
                .formatted(at, id),
        "CREATE TABLE order_lines_archive (order_id bigint NOT NULL, line int NOT NULL, gift"
            + " varchar(60), archived_at %s NOT NULL, PRIMARY KEY (order_id, line))".formatted(at),
        "CREATE TABLE comments (id bigint PRIMARY KEY, author bigint NOT NULL, parent bigint, body"
            + " varchar(60), CONSTRAINT comments_author FOREIGN KEY (author) REFERENCES customers"
            + " (id), CONSTRAINT comments_parent FOREIGN KEY (parent) REFERENCES comments (id))",
        "CREATE TABLE audit_logs (id bigint PRIMARY KEY, actor varchar(40), details varchar(80),"
            + " anonymized_at %s NULL, anonymized_policy varchar(20) NULL)".formatted(at),
        "CREATE TABLE ledger_entries (id bigint PRIMARY KEY, customer_no bigint NOT NULL, amount"
            + " int NOT NULL)");
    shop.execute(LifecycleTables.ddl(shop.scan(shopTables())));
    crm.execute(
        "CREATE TABLE contacts (id varchar(60) PRIMARY KEY, customer varchar(20) NOT NULL, phone"
            + " varchar(60))",
        "CREATE TABLE calls (id bigint PRIMARY KEY, contact varchar(60) NOT NULL, words"
            + " varchar(60), CONSTRAINT calls_contact FOREIGN KEY (contact) REFERENCES contacts"
            + " (id))",
        "CREATE TABLE call_tags (call_id bigint NOT NULL, tag varchar(60) NOT NULL, PRIMARY KEY"
            + " (call_id, tag), CONSTRAINT tags_call FOREIGN KEY (call_id) REFERENCES calls (id))",
        "CREATE TABLE tasks (id bigint PRIMARY KEY, call_id bigint, title varchar(60), CONSTRAINT"
            + " tasks_call FOREIGN KEY (call_id) REFERENCES calls (id))",
        "CREATE TABLE letters (id bigint PRIMARY KEY, from_contact varchar(60), to_contact"
            + " varchar(60), body varchar(60), CONSTRAINT letters_from FOREIGN KEY (from_contact)"
            + " REFERENCES contacts (id), CONSTRAINT letters_to FOREIGN KEY (to_contact) REFERENCES"
            + " contacts (id))");
    crm.execute(LifecycleTables.ddl(crm.scan(crmTables())));
  }

  static CatalogBuilder shopTables() {
    return Catalog.builder()
        .table("customers", t -> t.subject("id").personal("email"))
        .table("addresses", t -> t.subject("customer_id").personal("street"))
        .table("orders", t -> t.softDelete().subject("customer_id").personal("note"))
        .table(
            "orders_archive",
            t -> t.softDelete().subject("customer_id").personal("note").plain("archived_at"))
        .table("order_lines", t -> t.personal("gift"))
        .table("order_lines_archive", t -> t.personal("gift").plain("archived_at"))
        .table(
            "comments",
            t -> t.subject("author").personal("body").onDelete("comments_parent", OnDelete.DETACH))
        .table(
            "audit_logs",
            t ->
                t.subject("actor")
                    .personal("actor", "details")
                    .plain("anonymized_at", "anonymized_policy"))
        .table("ledger_entries", t -> t.subject("customer_no").plain("amount"));
  }

  static CatalogBuilder crmTables() {
    return Catalog.builder()
        .table("contacts", t -> t.subject("customer").personal("id", "phone"))
        .table("calls", t -> t.personal("words"))
        .table("call_tags", t -> t.personal("tag"))
        .table("tasks", t -> t.plain("title").onDelete("tasks_call", OnDelete.DETACH))
        .table("letters", t -> t.personal("body"));
  }

  /** Adds a customer whose texts all have this word in them. */
  void add(long id, String word) throws SQLException {
    String at = "'2026-01-01'";
    String deletion = "'00000000-0000-0000-0000-0000000000%02d'".formatted(id);
    List<String> rows = new ArrayList<>();
    rows.add("customers VALUES (%1$d, '%2$s@x', NULL)");
    rows.add("addresses VALUES (%1$d, %1$d, '%2$s street')");
    rows.add(
        "orders VALUES (%1$d0, %1$d, '%2$s', NULL, NULL), (%1$d1, %1$d, '%2$s', "
            + at
            + ", "
            + deletion
            + ")");
    rows.add("order_lines VALUES (%1$d0, 1, '%2$s'), (%1$d0, 2, '%2$s'), (%1$d1, 1, '%2$s')");
    rows.add("orders_archive VALUES (%1$d2, %1$d, '%2$s', NULL, NULL, " + at + ")");
    rows.add("order_lines_archive VALUES (%1$d2, 1, '%2$s', " + at + ")");
    rows.add("comments VALUES (%1$d0, %1$d, NULL, '%2$s')");
    rows.add("comments VALUES (%1$d1, %1$d, %1$d0, '%2$s')");
    rows.add("audit_logs VALUES (%1$d, '%1$d', '%2$s did it', NULL, NULL)");
    rows.add("ledger_entries VALUES (%1$d, %1$d, 5)");
    insert(shop, rows, id, word);
    shop.execute("UPDATE customers SET favourite = %d WHERE id = %1$d".formatted(id));
    rows.clear();
    rows.add("contacts VALUES ('%2$s', '%1$d', '%2$s'), ('%2$s-2', '%1$d', '%2$s')");
    rows.add("calls VALUES (%1$d0, '%2$s', '%2$s'), (%1$d1, '%2$s-2', '%2$s')");
    rows.add("call_tags VALUES (%1$d0, '%2$s'), (%1$d1, '%2$s')");
    rows.add("tasks VALUES (%1$d, %1$d0, 'call back')");
    rows.add("letters VALUES (%1$d0, '%2$s', NULL, '%2$s'), (%1$d1, NULL, '%2$s', '%2$s')");
    insert(crm, rows, id, word);
  }

  private static void insert(LiveDatabase database, List<String> rows, long id, String word)
      throws SQLException {
    database.execute(rows.stream().map(row -> "INSERT INTO " + row.formatted(id, word)).toList());
  }

  /** Returns the requests over both databases, in batches of so many rows. */
  static SubjectRequestsBuilder requests(LiveDatabase shop, LiveDatabase crm, int batchRows)
      throws SQLException {
    Anonymizer audit = audit(shop);
    return SubjectRequests.builder("2026-1", KEY)
        .database(
            "shop",
            shop.dataSource(),
            shop.scan(shopTables()),
            rules -> rules.anonymize(audit).keep("ledger_entries", "tax law").batchRows(batchRows))
        .database(
            "crm", crm.dataSource(), crm.scan(crmTables()), rules -> rules.batchRows(batchRows));
  }

  String crmUrl() {
    return second.primary().jdbcUrl();
  }

  Anonymizer audit() throws SQLException {
    return audit(shop);
  }

  private static Anonymizer audit(LiveDatabase shop) throws SQLException {
    return Anonymizer.builder(shop.scan(shopTables()), TableName.of("audit_logs"), "audit-1", KEY)
        .mask("actor", Mask.nulls())
        .mask("details", Mask.fixed("erased"))
        .build();
  }

  /** Removes all rows, the books included, and leaves the tables. */
  void empty() throws SQLException {
    empty(shop);
    empty(crm);
  }

  static void empty(LiveDatabase database) throws SQLException {
    List<String> names =
        database.scan(Catalog.builder()).tables().stream()
            .map(table -> table.name().name().name())
            .filter(name -> !name.equals("lifecycle_hold_gate"))
            .toList();
    if (database.isPostgreSql()) {
      database.execute("TRUNCATE " + String.join(", ", names));
      return;
    }
    List<String> deletes = new ArrayList<>(List.of("SET FOREIGN_KEY_CHECKS = 0"));
    names.forEach(name -> deletes.add("DELETE FROM " + name));
    deletes.add("SET FOREIGN_KEY_CHECKS = 1");
    database.execute(deletes);
  }

  /** Returns where the word occurs, table and column. */
  List<String> find(String word) throws SQLException {
    List<String> found = new ArrayList<>(shop.columnsWith(word));
    found.addAll(crm.columnsWith(word));
    return found;
  }

  /** Returns how many rows each table has. */
  List<String> counts() throws SQLException {
    List<String> counts = new ArrayList<>();
    for (String table : SHOP) {
      counts.add(table + " " + shop.number("SELECT COUNT(*) FROM " + table));
    }
    for (String table : CRM) {
      counts.add(table + " " + crm.number("SELECT COUNT(*) FROM " + table));
    }
    return counts;
  }

  @Override
  public void close() throws SQLException {
    try (second) {
      shop.clear();
      crm.clear();
    }
  }
}
