package dev.persistence.cache;

import dev.persistence.core.transaction.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A table of keys and versions, written as an application would, and beside it the history of what
 * was written, in the same transaction; on any engine.
 */
final class Rows implements BatchWriter<String, Integer> {

  private final Transactions transactions;

  Rows(DataSource dataSource) {
    this.transactions = Transactions.of(dataSource);
  }

  void create() throws SQLException {
    transactions.run(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS behind_row, behind_history");
            statement.execute(
                "CREATE TABLE behind_row (id varchar(100) PRIMARY KEY, version int NOT NULL)");
            statement.execute(
                "CREATE TABLE behind_history (no serial PRIMARY KEY, id varchar(100) NOT NULL,"
                    + " version int)");
          }
        });
  }

  @Override
  public void write(List<WriteOperation<String, Integer>> batch) throws SQLException {
    transactions.run(
        connection -> {
          try (PreparedStatement delete =
                  connection.prepareStatement("DELETE FROM behind_row WHERE id = ?");
              PreparedStatement insert =
                  connection.prepareStatement(
                      "INSERT INTO behind_row (id, version) VALUES (?, ?)")) {
            for (WriteOperation<String, Integer> each : batch) {
              delete.setString(1, each.key());
              delete.addBatch();
              Integer version = each.value();
              if (version != null) {
                insert.setString(1, each.key());
                insert.setInt(2, version);
                insert.addBatch();
              }
            }
            delete.executeBatch();
            insert.executeBatch();
          }
          note(connection, batch);
        });
  }

  private static void note(Connection connection, List<WriteOperation<String, Integer>> batch)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO behind_history (id, version) VALUES (?, ?)")) {
      for (WriteOperation<String, Integer> each : batch) {
        insert.setString(1, each.key());
        insert.setObject(2, each.value(), java.sql.Types.INTEGER);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Returns the version of each key. */
  Map<String, Integer> all() throws SQLException {
    return transactions.call(
        connection -> {
          Map<String, Integer> all = new HashMap<>();
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("SELECT id, version FROM behind_row")) {
            while (rows.next()) {
              all.put(rows.getString(1), rows.getInt(2));
            }
          }
          return all;
        });
  }

  /** Returns the keys of which an older version was written after a newer one. */
  List<String> outOfOrder() throws SQLException {
    return transactions.call(
        connection -> {
          List<String> wrong = new ArrayList<>();
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery(
                      "SELECT DISTINCT a.id FROM behind_history a JOIN behind_history b"
                          + " ON a.id = b.id AND a.no < b.no AND a.version > b.version")) {
            while (rows.next()) {
              wrong.add(rows.getString(1));
            }
          }
          return wrong;
        });
  }
}
