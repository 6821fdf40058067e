package dev.persistence.examples.customerlife;

import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the five policies must do with rows of some people, counted by statements of our own. */
final class Due {

  /** The id of a user who has left, and of others NULL, which compares with nothing. */
  private static final String CLOSED = "CASE status WHEN 'closed' THEN id END";

  private final Server server;
  private final String whose;
  private final Map<String, Long> archived = new TreeMap<>();
  private final Map<String, Long> removed = new TreeMap<>();
  private final long anonymized;

  /**
   * Counts what is due now.
   *
   * @param whose a comparison with the text of a user's id
   */
  Due(Server server, String whose) throws SQLException {
    this.server = server;
    this.whose = whose;
    archived.put("audit_logs", older("audit_logs", "actor", "logged_at", "2 years"));
    archived.put("orders", older("orders", "user_id", "created_at", "3 years"));
    archived.put("payments", older("payments", "user_id", "paid_at", "3 years"));
    archived.put("user_sessions", 0L);
    archived.put("users", older("users", CLOSED, "created_at", "3 years"));
    removed.put("audit_logs", older("audit_logs", "actor", "logged_at", "7 years"));
    removed.put("orders", older("orders", "user_id", "created_at", "7 years"));
    removed.put("payments", older("payments", "user_id", "paid_at", "7 years"));
    removed.put("user_sessions", older("user_sessions", "user_id", "seen_at", "30 days"));
    removed.put("users", older("users", CLOSED, "created_at", "7 years"));
    anonymized = older("users", CLOSED, "created_at", "2 years");
  }

  private long older(String table, String owner, String time, String age) throws SQLException {
    String live = "SELECT count(*) FROM " + table + " WHERE (" + owner + ")::text " + whose;
    return server.number(
        live + " AND " + time + " < timestamptz '" + People.NOW + "' - interval '" + age + "'");
  }

  long archived(String policy) {
    return Objects.requireNonNull(archived.get(policy));
  }

  long removed(String policy) {
    return Objects.requireNonNull(removed.get(policy));
  }

  long anonymized() {
    return anonymized;
  }

  /** Returns how many rows are too old for the place where they are; none is due twice. */
  long all() {
    return archived.values().stream().mapToLong(n -> n).sum() + removed("user_sessions");
  }
}
