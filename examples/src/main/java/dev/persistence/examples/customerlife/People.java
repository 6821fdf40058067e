package dev.persistence.examples.customerlife;

import java.util.List;

/** Who is in the database, on a day that never changes. */
final class People {

  static final String NOW = "2026-06-01T12:00:00Z";
  static final long ANNA = 42;

  /** In each text of Anna, so that whatever is left of her can be found. */
  static final String ANNAS = "annacanary";

  /** In each text of Bob, who left thirty months ago. */
  static final String BOBS = "bobcanary";

  private static final String AGO = "timestamptz '" + NOW + "' - interval ";

  private People() {}

  /**
   * Anna's life in the shop: orders and payments of 60, 42 and 2 months ago, sessions, log entries.
   */
  static List<String> anna() {
    return List.of(
        "INSERT INTO users VALUES (42, 'annacanary@example.org', 'Anna annacanary', 'active', "
            + AGO
            + "'64 months')",
        "INSERT INTO orders SELECT 420 + n, 42, 'for annacanary', 10 * n, "
            + AGO
            + "'1 month' * m FROM (VALUES (1, 60), (2, 42), (3, 2)) AS o (n, m)",
        "INSERT INTO payments SELECT 420 + n, 42, 420 + n, 'card of annacanary', 10 * n, "
            + AGO
            + "'1 month' * m FROM (VALUES (1, 60), (2, 42), (3, 2)) AS p (n, m)",
        "INSERT INTO user_sessions SELECT 420 + n, 42, 'annacanary.example.org', "
            + AGO
            + "'1 day' * d FROM (VALUES (1, 5), (2, 12), (3, 45), (4, 90)) AS s (n, d)",
        "INSERT INTO audit_logs SELECT 420 + n, '42', 'annacanary logged in', "
            + AGO
            + "'1 month' * m FROM (VALUES (1, 60), (2, 42), (3, 2)) AS l (n, m)");
  }

  /** 300 users with three orders each, and 60 who have left. */
  static List<String> others() {
    String users = " FROM generate_series(1000, 1299) u, ";
    return List.of(
        "INSERT INTO users SELECT u, 'u' || u || '@example.org', 'user ' || u, 'active', "
            + AGO
            + "'5 years' FROM generate_series(1000, 1299) u",
        "INSERT INTO orders SELECT 10 * u + m, u, 'a gift', m, "
            + AGO
            + "'1 year' * m"
            + users
            + "(VALUES (1), (2), (4)) AS y (m)",
        "INSERT INTO payments SELECT id, user_id, id, 'card of ' || user_id, total, created_at"
            + " FROM orders WHERE user_id <> 42",
        "INSERT INTO user_sessions SELECT 100 * u + d, u, 'somewhere', "
            + AGO
            + "'1 day' * d"
            + users
            + "(VALUES (10), (20), (50), (90)) AS s (d)",
        "INSERT INTO audit_logs SELECT 10 * u + m, u, 'logged in', "
            + AGO
            + "'1 year' * m"
            + users
            + "(VALUES (1), (3), (8)) AS y (m)",
        "INSERT INTO users SELECT u, 'u' || u || '@example.org', 'user ' || u, 'closed', "
            + AGO
            + "'6 months' * (1 + u % 20) - interval '3 days' FROM generate_series(2000, 2059) u",
        "INSERT INTO users VALUES (43, 'bobcanary@example.org', 'Bob bobcanary', 'closed', "
            + AGO
            + "'30 months')");
  }
}
