package dev.persistence.lifecycle.anonymize;

import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.engine.Engine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** Records whose rows were anonymized: by a keyed hash, a count and a policy, and nothing else. */
final class AnonymizedBook {

  private final Engine engine;
  private final String book;
  private final String table;
  private final String policy;

  AnonymizedBook(Catalog catalog, CatalogTable table, String policy) {
    this.engine = Engine.of(catalog.dialect());
    this.book = new Books(catalog).anonymized();
    this.table = table.name().name().name();
    this.policy = policy;
  }

  /**
   * Adds to what is recorded of these subjects.
   *
   * @param counts rows by the hash of their subject, in one order for all who write
   */
  void add(Connection connection, Map<String, Long> counts) throws SQLException {
    if (counts.isEmpty()) {
      return;
    }
    if (engine.isPostgreSql()) {
      join(connection, counts);
    } else {
      each(connection, counts);
    }
  }

  private String insert(String rows) {
    return "INSERT INTO "
        + book
        + " (subject_hash, table_name, policy, row_count, anonymized_at) "
        + rows.formatted(engine.words().now())
        + engine.words().orAdd("subject_hash, table_name, policy", book, "row_count");
  }

  private void join(Connection connection, Map<String, Long> counts) throws SQLException {
    String sql =
        insert(
            "SELECT hash, ?, ?, amount, %s FROM"
                + " unnest(CAST(? AS text[]), CAST(? AS bigint[])) AS counted (hash, amount)");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table);
      statement.setString(2, policy);
      statement.setArray(3, connection.createArrayOf("text", counts.keySet().toArray()));
      statement.setArray(4, connection.createArrayOf("bigint", counts.values().toArray()));
      statement.executeUpdate();
    }
  }

  private void each(Connection connection, Map<String, Long> counts) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(insert("VALUES (?, ?, ?, ?, %s)"))) {
      for (Map.Entry<String, Long> each : counts.entrySet()) {
        statement.setString(1, each.getKey());
        statement.setString(2, table);
        statement.setString(3, policy);
        statement.setLong(4, each.getValue());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
