package dev.persistence.lifecycle;

import dev.persistence.lifecycle.softdelete.SoftDeleteDdl;
import java.sql.SQLException;

/**
 * Four tables: customers have orders, which have lines, and notes that may have no customer. Lines
 * and orders go with their parents, and notes are detached.
 */
public final class Shop {

  private Shop() {}

  /** Makes the tables as an application without soft delete has them, and then our books. */
  public static void create(LiveDatabase database) throws SQLException {
    String time = database.sql("timestamptz", "datetime(6)");
    database.execute(
        "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(100) NOT NULL, name"
            + " varchar(60), created_at "
            + time
            + " NOT NULL, CONSTRAINT customers_email UNIQUE (email))",
        "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, code varchar(40)"
            + " NOT NULL, total int NOT NULL, CONSTRAINT orders_customer FOREIGN KEY (customer_id)"
            + " REFERENCES customers (id), CONSTRAINT orders_code UNIQUE (customer_id, code))",
        "CREATE TABLE order_lines (order_id bigint NOT NULL, line int NOT NULL, quantity int NOT"
            + " NULL, PRIMARY KEY (order_id, line), CONSTRAINT lines_order FOREIGN KEY (order_id)"
            + " REFERENCES orders (id))",
        "CREATE TABLE notes (id bigint PRIMARY KEY, customer_id bigint, body varchar(200),"
            + " CONSTRAINT notes_customer FOREIGN KEY (customer_id) REFERENCES customers (id))");
    database.execute(
        "CREATE INDEX orders_by_customer ON orders (customer_id)",
        "CREATE INDEX notes_by_customer ON notes (customer_id)");
    database.execute(LifecycleTables.ddl(database.scan(described())));
  }

  public static CatalogBuilder described() {
    return Catalog.builder()
        .table(
            "customers",
            t -> t.softDelete().subject("id").personal("email", "name").plain("created_at"))
        .table("orders", t -> t.softDelete().subject("customer_id").plain("code", "total"))
        .table("order_lines", t -> t.softDelete().plain("quantity"))
        .table(
            "notes",
            t -> t.softDelete().personal("body").onDelete("notes_customer", OnDelete.DETACH));
  }

  /** Makes the tables bear soft deletes, and returns their catalog. */
  public static Catalog softDeletable(LiveDatabase database, boolean guards) throws SQLException {
    SoftDeleteDdl ddl = SoftDeleteDdl.of(database.scan(described()));
    database.execute((guards ? ddl.withGuards() : ddl).statements());
    return database.scan(described());
  }

  /** Adds a customer with two orders of two lines each, and a note. */
  public static void addCustomer(LiveDatabase database, long id, String email) throws SQLException {
    database.execute(
        "INSERT INTO customers (id, email, name, created_at) VALUES (%d, '%s', 'N', '2020-01-01')"
            .formatted(id, email),
        "INSERT INTO orders (id, customer_id, code, total) VALUES (%1$d0, %1$d, 'a', 1), (%1$d1,"
                .formatted(id)
            + " %1$d, 'b', 2)".formatted(id),
        "INSERT INTO order_lines (order_id, line, quantity) VALUES (%1$d0, 1, 1), (%1$d0, 2, 1),"
                .formatted(id)
            + " (%1$d1, 1, 1), (%1$d1, 2, 1)".formatted(id),
        "INSERT INTO notes (id, customer_id, body) VALUES (%1$d, %1$d, 'called')".formatted(id));
  }
}
