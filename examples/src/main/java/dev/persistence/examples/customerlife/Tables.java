package dev.persistence.examples.customerlife;

import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogBuilder;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.OnDelete;
import dev.persistence.lifecycle.TableDescriptionBuilder;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.anonymize.Mask;
import dev.persistence.lifecycle.retention.ArchiveTable;
import dev.persistence.lifecycle.softdelete.SoftDeleteDdl;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** The shop's tables, and what the application says about them. */
final class Tables {

  /** A real one comes from a vault. */
  static final byte[] KEY = "the key of this example".getBytes(StandardCharsets.UTF_8);

  private static final List<String> ARCHIVED = List.of("audit_logs", "orders", "payments", "users");
  private static final String MARKS = " anonymized_at timestamptz, anonymized_policy varchar(20)";

  private static final List<String> DDL =
      List.of(
          "CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80) NOT NULL, name varchar(80),"
              + " status varchar(10) NOT NULL, created_at timestamptz NOT NULL,"
              + MARKS
              + ", CONSTRAINT users_email UNIQUE (email))",
          "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL, note varchar(80),"
              + " total int NOT NULL, created_at timestamptz NOT NULL, CONSTRAINT orders_user"
              + " FOREIGN KEY (user_id) REFERENCES users (id))",
          "CREATE TABLE payments (id bigint PRIMARY KEY, user_id bigint, order_id bigint, card"
              + " varchar(80), amount int NOT NULL, paid_at timestamptz NOT NULL,"
              + MARKS
              + ", CONSTRAINT payments_order FOREIGN KEY (order_id) REFERENCES orders (id))",
          "CREATE TABLE user_sessions (id bigint PRIMARY KEY, user_id bigint NOT NULL, address"
              + " varchar(80), seen_at timestamptz NOT NULL, CONSTRAINT sessions_user FOREIGN KEY"
              + " (user_id) REFERENCES users (id))",
          "CREATE TABLE audit_logs (id bigint PRIMARY KEY, actor varchar(40), details varchar(80),"
              + " logged_at timestamptz NOT NULL,"
              + MARKS
              + ")",
          "CREATE INDEX ON orders (user_id)",
          "CREATE INDEX ON payments (order_id)",
          "CREATE INDEX ON user_sessions (user_id)");

  private Tables() {}

  static void create(Server server) throws SQLException {
    server.execute(DDL);
    Catalog plain = scan(server, live());
    server.execute(SoftDeleteDdl.of(plain).statements());
    Catalog softDeletable = scan(server, live());
    for (String table : ARCHIVED) {
      server.execute(List.of(ArchiveTable.ddl(softDeletable, TableName.of(table))));
    }
    server.execute(LifecycleTables.ddl(softDeletable));
  }

  /** Returns the tables as they are now, each with its archive. */
  static Catalog scan(Server server) throws SQLException {
    CatalogBuilder all = live();
    archive(all, "users", Tables::users);
    archive(all, "orders", Tables::orders);
    archive(all, "payments", Tables::payments);
    archive(all, "audit_logs", Tables::auditLogs);
    return scan(server, all);
  }

  private static Catalog scan(Server server, CatalogBuilder builder) throws SQLException {
    try (Connection connection = server.shop().getConnection()) {
      return builder.scan(connection);
    }
  }

  private static CatalogBuilder live() {
    return Catalog.builder()
        .table("users", Tables::users)
        .table("orders", Tables::orders)
        .table(
            "payments",
            t -> {
              payments(t);
              t.onDelete("payments_order", OnDelete.DETACH);
            })
        .table(
            "user_sessions",
            t -> t.softDelete().subject("user_id").personal("address").plain("seen_at"))
        .table("audit_logs", Tables::auditLogs);
  }

  private static void archive(
      CatalogBuilder builder, String table, Consumer<TableDescriptionBuilder> description) {
    builder.table(
        table + "_archive", t -> description.andThen(a -> a.plain("archived_at")).accept(t));
  }

  private static void users(TableDescriptionBuilder table) {
    table.softDelete().subject("id").personal("email", "name").plain("status", "created_at");
    table.plain("anonymized_at", "anonymized_policy");
  }

  private static void orders(TableDescriptionBuilder table) {
    table.softDelete().subject("user_id").personal("note").plain("total", "created_at");
  }

  private static void payments(TableDescriptionBuilder table) {
    table.subject("user_id").personal("user_id", "card").plain("order_id", "amount", "paid_at");
    table.plain("anonymized_at", "anonymized_policy");
  }

  private static void auditLogs(TableDescriptionBuilder table) {
    table.subject("actor").personal("actor", "details").plain("logged_at");
    table.plain("anonymized_at", "anonymized_policy");
  }

  /** What becomes of users who have left. */
  static Anonymizer left(Catalog catalog) {
    return Anonymizer.builder(catalog, TableName.of("users"), "left-1", KEY)
        .mask("email", Mask.email())
        .mask("name", Mask.nulls())
        .build();
  }

  /** What becomes of payments whose user asks to be forgotten; tax law wants the amounts. */
  static Anonymizer payments(Catalog catalog, String table) {
    return Anonymizer.builder(catalog, TableName.of(table), "forgotten-1", KEY)
        .mask("user_id", Mask.nulls())
        .mask("card", Mask.fixed("erased"))
        .build();
  }

  static Anonymizer auditLogs(Catalog catalog, String table) {
    return Anonymizer.builder(catalog, TableName.of(table), "forgotten-1", KEY)
        .mask("actor", Mask.nulls())
        .mask("details", Mask.fixed("erased"))
        .build();
  }
}
