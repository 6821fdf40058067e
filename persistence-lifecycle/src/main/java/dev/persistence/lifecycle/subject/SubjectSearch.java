package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.internal.KeyedHash;
import dev.persistence.lifecycle.internal.engine.Engine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the subjects of given hashes among all ids that a database has, which it reads through. */
final class SubjectSearch {

  private static final int FETCH_ROWS = 1_000;

  private final KeyedHash hash;
  private final Set<String> wanted;

  SubjectSearch(KeyedHash hash, Set<String> wanted) {
    this.hash = hash;
    this.wanted = wanted;
  }

  Set<String> find(DatabaseTarget database) throws SQLException {
    PartitionWatch partitions = new PartitionWatch(database.scan());
    return database.transactions.call(
        connection -> {
          Set<PartitionWatch.Part> parts = partitions.read(connection);
          SubjectGraph graph = database.scan(connection);
          Set<String> found = new LinkedHashSet<>();
          for (CatalogTable table : graph.tables()) {
            Identifier subject = table.description().subject();
            if (subject != null) {
              find(connection, query(graph, table, subject), found);
            }
          }
          partitions.requireSeen(connection, "Nothing was erased by the ledger", parts);
          return found;
        });
  }

  private record Query(SqlFragment sql, int fetchSize) {}

  private static Query query(SubjectGraph graph, CatalogTable table, Identifier subject) {
    Engine engine = Engine.of(graph.catalog().dialect());
    String text = engine.words().text(engine.dialect().quote(subject));
    String from = " FROM " + engine.dialect().quote(table.name());
    String where = " WHERE " + engine.dialect().quote(subject) + " IS NOT NULL";
    return new Query(
        SqlFragment.of("SELECT DISTINCT " + text + from + where),
        engine.dialect().cursorFetchSize(FETCH_ROWS));
  }

  private void find(Connection connection, Query query, Set<String> found) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query.sql().sql())) {
      statement.setFetchSize(query.fetchSize());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String subject = row.getString(1);
          if (wanted.contains(hash.pseudonym(subject))) {
            found.add(subject);
          }
        }
      }
    }
  }
}
