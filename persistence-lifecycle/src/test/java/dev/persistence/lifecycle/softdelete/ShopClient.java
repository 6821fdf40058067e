package dev.persistence.lifecycle.softdelete;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.softdelete.ShopModel.Row;
import dev.persistence.testkit.SeededRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A client that does random things to its own rows, each as its model has it. */
final class ShopClient {

  private static final Attribution CLIENT = new Attribution("random", "client");

  private final LiveDatabase database;
  private final Transactions transactions;
  private final SoftDelete softDelete;
  private final SeededRandom random;
  private final long first;
  private final ShopModel model = new ShopModel();
  private long next;

  ShopClient(LiveDatabase database, SoftDelete softDelete, SeededRandom random, int number) {
    this.database = database;
    this.transactions = database.transactions();
    this.softDelete = softDelete;
    this.random = random;
    this.first = number * 1_000_000L;
    this.next = first;
  }

  /** Makes the first rows, without which most steps would do nothing. */
  void begin() throws SQLException {
    for (int i = 0; i < 2; i++) {
      insert("customers", null, "c%d-%d".formatted(first, i));
      under("customers", "orders", "code0");
      under("orders", "order_lines", "");
      under("customers", "notes", "");
    }
  }

  void step() throws SQLException {
    switch (random.between(0, 11)) {
      case 0 -> customer();
      case 1, 2 -> under("customers", "orders", "code" + random.between(0, 2));
      case 3 -> under("orders", "order_lines", "");
      case 4 -> under("customers", "notes", "");
      case 5 -> delete("customers");
      case 6 -> delete("orders");
      case 7 -> delete(random.pick(List.of("orders", "order_lines", "notes")));
      case 8 -> deleteWhere();
      case 9, 10 -> restore();
      default -> updateWhere();
    }
  }

  /** Few of them, so that much happens to each. */
  private void customer() throws SQLException {
    if (model.rows("customers").size() < 4) {
      insert("customers", null, "c%d-%d".formatted(first, random.between(0, 1)));
    }
  }

  private void under(String parents, String table, String unique) throws SQLException {
    if (!model.rows(parents).isEmpty()) {
      insert(table, random.pick(model.rows(parents)), unique);
    }
  }

  private void insert(String table, @Nullable Row parent, String unique) throws SQLException {
    long id = next++;
    Object[] key =
        table.equals("order_lines") && parent != null
            ? new Object[] {parent.keyValues[0], (int) (id % 1_000_000)}
            : new Object[] {id};
    Row row = new Row(table, key, parent, unique);
    boolean expected = (parent == null || parent.live()) && model.mayInsert(row);
    assertThat(tryInsert(row)).as("insert of %s into %s", row, table).isEqualTo(expected);
    if (expected) {
      model.insert(row);
    }
  }

  private boolean tryInsert(Row row) throws SQLException {
    try {
      return transactions.call(
          connection -> {
            Row parent = row.parent;
            if (parent != null && !softDelete.lockLive(connection, key(parent))) {
              return false;
            }
            insert(connection, row);
            return true;
          });
    } catch (SQLException failure) {
      Dialect dialect = database.isPostgreSql() ? Dialect.postgreSql() : Dialect.mySql();
      if (dialect.classify(failure) != FailureKind.UNIQUE_VIOLATION) {
        throw failure;
      }
      return false;
    }
  }

  private static RowKey key(Row row) {
    return RowKey.of(row.table, row.keyValues);
  }

  private static void insert(Connection connection, Row row) throws SQLException {
    Object parent = row.parent == null ? 0L : row.parent.keyValues[0];
    switch (row.table) {
      case "customers" ->
          update(
              connection,
              "INSERT INTO customers (id, email, created_at) VALUES (?, ?, CURRENT_TIMESTAMP)",
              row.keyValues[0],
              row.unique);
      case "orders" ->
          update(
              connection,
              "INSERT INTO orders (id, customer_id, code, total) VALUES (?, ?, ?, 0)",
              row.keyValues[0],
              parent,
              row.unique);
      case "notes" ->
          update(
              connection,
              "INSERT INTO notes (id, customer_id) VALUES (?, ?)",
              row.keyValues[0],
              parent);
      default ->
          update(
              connection,
              "INSERT INTO order_lines (order_id, line, quantity) VALUES (?, ?, 0)",
              row.keyValues);
    }
  }

  private static void update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      SqlFragment.of(sql, values).bind(statement, 1);
      statement.executeUpdate();
    }
  }

  private void delete(String table) throws SQLException {
    if (model.rows(table).isEmpty()) {
      return;
    }
    Row row = random.pick(model.rows(table));
    Optional<Deletion> deletion =
        transactions.call(connection -> softDelete.delete(connection, key(row), CLIENT));
    deleted(deletion, row.live() ? List.of(row) : List.of());
  }

  private void deleted(Optional<Deletion> deletion, List<Row> roots) {
    List<Row> gone = model.cascade(roots);
    assertThat(deletion.map(Deletion::rows).orElse(0L)).isEqualTo(gone.size());
    deletion.ifPresent(done -> model.deleted(done.id(), gone));
  }

  private void deleteWhere() throws SQLException {
    int total = random.between(0, 2);
    Optional<Deletion> deletion =
        transactions.call(
            connection ->
                softDelete.deleteWhere(connection, TableName.of("orders"), ofTotal(total), CLIENT));
    deleted(
        deletion,
        model.rows("orders").stream().filter(row -> row.live() && row.total == total).toList());
  }

  private SqlFragment ofTotal(int total) {
    return SqlFragment.of("id >= ? AND id < ? AND total = ?", first, first + 1_000_000, total);
  }

  private void updateWhere() throws SQLException {
    int total = random.between(0, 2);
    int updated =
        transactions.call(
            connection ->
                softDelete.updateWhere(
                    connection,
                    TableName.of("orders"),
                    SqlFragment.of("total = total + 1"),
                    ofTotal(total)));
    List<Row> rows =
        model.rows("orders").stream().filter(row -> row.live() && row.total == total).toList();
    assertThat(updated).isEqualTo(rows.size());
    rows.forEach(row -> row.total++);
  }

  private void restore() throws SQLException {
    if (model.deletions().isEmpty()) {
      return;
    }
    UUID id = random.pick(model.deletions());
    try {
      transactions.call(connection -> softDelete.restore(connection, id, CLIENT));
      assertThat(model.isOpen(id)).isTrue();
      assertThat(model.conflicts(id)).isEmpty();
      model.restored(id);
    } catch (UnknownDeletionException refused) {
      assertThat(model.isOpen(id)).isFalse();
    } catch (RestoreConflictException refused) {
      assertThat(refused.conflicts())
          .extracting(RestoreConflict::kind)
          .hasSameElementsAs(model.conflicts(id));
    }
  }

  /** Compares the rows of this client with its model. */
  void check() throws SQLException {
    check("customers", "id, NULL, 0", "id");
    check("orders", "id, customer_id, total", "id");
    check("notes", "id, customer_id, 0", "id");
    check("order_lines", "CONCAT(order_id, '/', line), order_id, 0", "order_id");
  }

  private void check(String table, String columns, String id) throws SQLException {
    List<String> rows =
        database
            .rows(
                "SELECT %s, deletion_id FROM %s WHERE %s >= %d AND %s < %d"
                    .formatted(columns, table, id, first, id, first + 1_000_000))
            .stream()
            .map(row -> row.split("\\|"))
            .map(
                row ->
                    row[0]
                        + (row[1].equals("null") ? "" : " of " + row[1])
                        + " "
                        + row[2]
                        + " "
                        + row[3])
            .sorted()
            .toList();
    assertThat(rows).as("rows of %s", table).isEqualTo(model.state(table));
  }
}
