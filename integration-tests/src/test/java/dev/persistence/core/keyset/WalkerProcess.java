package dev.persistence.core.keyset;

import dev.persistence.core.ConnectingDataSource;
import dev.persistence.core.InterceptedConnection;
import dev.persistence.core.TestDatabase;
import dev.persistence.core.transaction.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * A walk in a process of its own that saves its position in the transaction of each batch and goes
 * on from there; made to be killed.
 */
public final class WalkerProcess {

  private WalkerProcess() {}

  /** Takes a JDBC URL and the greatest number of rows in a second. */
  public static void main(String[] arguments) throws SQLException {
    TestDatabase database = TestDatabase.ofUrl(arguments[0]);
    Connection connection = database.connect();
    Connection lent = InterceptedConnection.replacing(connection, "close", real -> {});
    KeysetWalkerBuilder walker =
        KeysetWalker.builder(Transactions.of(new ConnectingDataSource(() -> lent)), Walked.TABLE)
            .batchSize(5, 5, 5)
            .throttle(Throttle.rate(Long.parseLong(arguments[1])));
    List<String> saved = database.texts("SELECT position FROM progress");
    if (!saved.isEmpty()) {
      walker.after(KeysetCursor.decode(saved.get(0)));
    }
    walker
        .build()
        .walk(
            batch -> {
              Walked.count(batch);
              save(batch.connection(), batch.cursor().encode());
            });
  }

  private static void save(Connection connection, String position) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM progress");
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO progress (position) VALUES (?)")) {
      delete.executeUpdate();
      insert.setString(1, position);
      insert.executeUpdate();
    }
  }
}
