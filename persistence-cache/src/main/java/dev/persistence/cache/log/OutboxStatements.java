package dev.persistence.cache.log;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.sql.SQLException;
import java.util.List;

/**
 * The SQL of an outbox. Both tables are keyed by the queue's name and the stripe.
 *
 * @param entries the quoted name of the table of entries
 * @param stripes the quoted name of the table with one row for each stripe
 */
record OutboxStatements(String entries, String stripes) {

  /** Whatever the server's defaults: with transactions, all of Unicode, and names told apart. */
  private static final String MYSQL_TABLE =
      " ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

  private static final String THIS_STRIPE = " WHERE queue_name = ? AND stripe = ?";

  static OutboxStatements of(Dialect dialect, TableName table) {
    return new OutboxStatements(dialect.quote(table), dialect.quote(stripesOf(table)));
  }

  private static TableName stripesOf(TableName table) {
    return new TableName(table.schema(), Identifier.of(table.name().name() + "_stripe"));
  }

  static SQLException noStripe(int stripe) {
    return new SQLException("no row for stripe " + stripe + " of the outbox", "02000");
  }

  List<String> create(Dialect dialect) {
    boolean postgres = dialect == Dialect.postgreSql();
    String contents =
        postgres
            ? "key_text text NOT NULL, payload bytea"
            : "key_text longtext NOT NULL, payload longblob";
    String rest = postgres ? "" : MYSQL_TABLE;
    return List.of(
        "CREATE TABLE IF NOT EXISTS "
            + entries
            + " (queue_name varchar(100) NOT NULL, stripe int NOT NULL, entry_no bigint NOT NULL, "
            + contents
            + ", first_seen_millis bigint NOT NULL, PRIMARY KEY (queue_name, stripe, entry_no))"
            + rest,
        "CREATE TABLE IF NOT EXISTS "
            + stripes
            + " (queue_name varchar(100) NOT NULL, stripe int NOT NULL,"
            + " last_entry_no bigint NOT NULL, lease_owner varchar(40) NOT NULL,"
            + " lease_beat bigint NOT NULL, lease_millis bigint NOT NULL,"
            + " PRIMARY KEY (queue_name, stripe))"
            + rest);
  }

  String countStripes() {
    return "SELECT COUNT(*) FROM " + stripes + " WHERE queue_name = ?";
  }

  String insertStripe() {
    return "INSERT INTO "
        + stripes
        + " (queue_name, stripe, last_entry_no, lease_owner, lease_beat, lease_millis)"
        + " VALUES (?, ?, 0, '', 0, 0)";
  }

  /** Locks the stripe's row, so that entries are committed in the order of their numbers. */
  String reserve() {
    return "UPDATE " + stripes + " SET last_entry_no = last_entry_no + ?" + THIS_STRIPE;
  }

  String lastEntry() {
    return "SELECT last_entry_no FROM " + stripes + THIS_STRIPE;
  }

  String insertEntry() {
    return "INSERT INTO "
        + entries
        + " (queue_name, stripe, entry_no, key_text, payload, first_seen_millis)"
        + " VALUES (?, ?, ?, ?, ?, ?)";
  }

  String read() {
    return "SELECT entry_no, key_text, payload, first_seen_millis FROM "
        + entries
        + THIS_STRIPE
        + " AND entry_no > ? ORDER BY entry_no LIMIT ?";
  }

  String delete() {
    return "DELETE FROM " + entries + THIS_STRIPE + " AND entry_no = ?";
  }

  String remaining(int count) {
    return "SELECT entry_no FROM "
        + entries
        + THIS_STRIPE
        + " AND entry_no IN (?"
        + ", ?".repeat(count - 1)
        + ")";
  }

  String readLease() {
    return "SELECT lease_owner, lease_beat, lease_millis FROM " + stripes + THIS_STRIPE;
  }

  String takeLease() {
    return "UPDATE "
        + stripes
        + " SET lease_owner = ?, lease_millis = ?, lease_beat = lease_beat + 1"
        + THIS_STRIPE
        + " AND lease_beat = ?";
  }

  String releaseLease() {
    return "UPDATE "
        + stripes
        + " SET lease_owner = '', lease_beat = lease_beat + 1"
        + THIS_STRIPE
        + " AND lease_owner = ?";
  }
}
