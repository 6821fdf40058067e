package dev.persistence.lifecycle.subject;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far a request came in one store: counted in the transaction of each batch. */
final class ErasureBook {

  /** One entry: a table and what is done with its rows; of the whole store it is the empty name. */
  record Entry(String table, Action action) {

    static final Entry STORE = new Entry("", Action.STORE);

    static Entry of(Step step) {
      return new Entry(step.table().name().name(), step.action());
    }
  }

  /** What is recorded; rows by entry. */
  record State(Map<Entry, Long> rows, boolean completed) {}

  private final Engine engine;
  private final String book;
  private final String store;
  private final ErasureOrder order;

  ErasureBook(Catalog catalog, String store, ErasureOrder order) {
    this.engine = Engine.of(catalog.dialect());
    this.book = new Books(catalog).erasures();
    this.store = store;
    this.order = order;
  }

  /**
   * Adds the entries that are missing, and returns what is recorded.
   *
   * @throws LifecycleException if the request is recorded for somebody else
   */
  State begin(Connection connection, List<Entry> entries) throws SQLException {
    Map<Entry, Long> known = new LinkedHashMap<>();
    boolean[] completed = new boolean[1];
    SqlFragment query =
        SqlFragment.of(
            "SELECT table_name, action, row_count, completed_at, subject_hash FROM "
                + book
                + " WHERE request_id = ? AND store = ? FOR UPDATE",
            order.request().toString(),
            store);
    Sql.each(
        connection,
        query,
        row -> {
          checkSubject(row.getString(5));
          Entry entry = new Entry(row.getString(1), Action.valueOf(row.getString(2)));
          known.put(entry, row.getLong(3));
          completed[0] |= entry.equals(Entry.STORE) && row.getString(4) != null;
        });
    add(connection, known, Entry.STORE);
    for (Entry entry : entries) {
      add(connection, known, entry);
    }
    return new State(known, completed[0]);
  }

  private void checkSubject(String recorded) {
    if (!recorded.equals(order.hash())) {
      throw new LifecycleException(
          new Explanation(
              "Nothing was erased by the request " + order.request(),
              "a request of this id is recorded for another subject, or under another key",
              "Give this one an id of its own"),
          null);
    }
  }

  private void add(Connection connection, Map<Entry, Long> known, Entry entry) throws SQLException {
    if (known.putIfAbsent(entry, 0L) == null) {
      Sql.update(
          connection,
          SqlFragment.of(
              "INSERT INTO "
                  + book
                  + " (request_id, store, table_name, action, subject_hash, policy, row_count)"
                  + " VALUES (?, ?, ?, ?, ?, ?, 0)",
              order.request().toString(),
              store,
              entry.table(),
              entry.action().name(),
              order.hash(),
              order.policy()));
    }
  }

  void count(Connection connection, Entry entry, long rows) throws SQLException {
    update(connection, entry, "row_count = row_count + ?", rows);
  }

  /** Records that the store has done all it was asked. */
  void complete(Connection connection) throws SQLException {
    String set = "row_count = row_count + ?, completed_at = " + engine.words().now();
    update(connection, Entry.STORE, set, 0);
  }

  private void update(Connection connection, Entry entry, String set, long rows)
      throws SQLException {
    Sql.update(
        connection,
        SqlFragment.of(
            "UPDATE "
                + book
                + " SET "
                + set
                + " WHERE request_id = ? AND store = ? AND table_name = ? AND action = ?",
            rows,
            order.request().toString(),
            store,
            entry.table(),
            entry.action().name()));
  }
}
