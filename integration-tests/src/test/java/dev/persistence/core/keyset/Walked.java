package dev.persistence.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.TestDatabase;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table {@code walked} of a test, and a walk over it that counts its visits in the rows. */
final class Walked {

  static final TableName TABLE = TableName.of("walked");
  static final int SMALL_BATCH = 7;

  private final TestDatabase database;

  Walked(TestDatabase database) {
    this.database = database;
  }

  /** Makes the table anew, with a column that counts visits. */
  void create(String columnsAndKey) throws SQLException {
    database.execute(
        "DROP TABLE IF EXISTS walked",
        "CREATE TABLE walked (visits int NOT NULL DEFAULT 0, " + columnsAndKey + ")");
  }

  KeysetWalkerBuilder walker() {
    return KeysetWalker.builder(Transactions.of(database.dataSource()), TABLE)
        .batchSize(SMALL_BATCH, SMALL_BATCH, SMALL_BATCH);
  }

  /** Counts a visit in each row of the batch's range; returns the number of rows. */
  static int count(KeysetBatch batch) throws SQLException {
    Connection connection = batch.connection();
    String sql = "UPDATE walked SET visits = visits + 1 WHERE " + batch.range().sql();
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      batch.range().bind(update, 1);
      return update.executeUpdate();
    }
  }

  /** Walks over all, and checks that the range of each batch selects the rows of its keys. */
  List<KeysetCursor> walkAndCount(KeysetWalkerBuilder walker) throws SQLException {
    List<KeysetCursor> keys = new ArrayList<>();
    WalkReport report =
        walker
            .build()
            .walk(
                batch -> {
                  assertThat(count(batch)).isEqualTo(batch.keys().size());
                  assertThat(KeysetCursor.decode(batch.cursor().encode()))
                      .isEqualTo(batch.cursor());
                  keys.addAll(batch.keys());
                });
    assertThat(report.completed()).isTrue();
    assertThat(report.visited()).isEqualTo(keys.size());
    return keys;
  }

  long rows() throws SQLException {
    return database.number("SELECT COUNT(*) FROM walked");
  }

  long rowsVisited(int times) throws SQLException {
    return database.number("SELECT COUNT(*) FROM walked WHERE visits = " + times);
  }

  static KeysetCursor at(String column, Object value) {
    return KeysetCursor.of(List.of(Identifier.of(column)), List.of(value));
  }
}
