package dev.persistence.lifecycle.anonymize;

import dev.persistence.core.sql.SqlFragment;
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

  private final String insert;
  private final String table;
  private final String policy;

  AnonymizedBook(Catalog catalog, CatalogTable table, String policy) {
    Engine engine = Engine.of(catalog.dialect());
    String book = new Books(catalog).anonymized();
    this.insert =
        "INSERT INTO "
            + book
            + " (subject_hash, table_name, policy, row_count, anonymized_at)"
            + " VALUES (?, ?, ?, ?, "
            + engine.words().now()
            + ")"
            + engine.words().orAdd("subject_hash, table_name, policy", book, "row_count");
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
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (Map.Entry<String, Long> each : counts.entrySet()) {
        SqlFragment.of(insert, each.getKey(), table, policy, each.getValue()).bind(statement, 1);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
