package dev.persistence.lifecycle.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.ForeignKey;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What every DELETE of this library asks of a row: that no hold keeps it, and that no row of
 * another table leads to it, since that would fail, or take the other along unasked.
 */
public final class Removal {

  private final Engine engine;
  private final RowSql rows;
  private final Holds holds;
  private final CatalogTable table;
  private final List<ForeignKey> incoming = new ArrayList<>();

  /** Refuses a table that an incoming foreign key makes slow, or that leads to itself. */
  public Removal(Catalog catalog, CatalogTable table) {
    this.engine = Engine.of(catalog.dialect());
    this.rows = new RowSql(catalog);
    this.holds = new Holds(catalog);
    this.table = table;
    table.requirePrimaryKey();
    for (ForeignKey key : catalog.foreignKeysTo(table.name())) {
      CatalogTable child = catalog.table(key.child());
      if (!child.isGuard(key)) {
        checkTree(key);
        checkIndex(key, child);
        incoming.add(key);
      }
    }
  }

  private static void checkTree(ForeignKey key) {
    if (key.child().equals(key.parent())) {
      throw new PlanRefusedException(
          Reason.UNDECIDED_FOREIGN_KEY,
          key.child(),
          key.columns().get(0),
          new Explanation(
              "Rows of \"" + key.parent() + "\" are not removed",
              "the foreign key " + key + " leads to its own table, where no order is known",
              "Remove the leaves of the tree first, by statements of your own"));
    }
  }

  private static void checkIndex(ForeignKey key, CatalogTable child) {
    if (!child.hasIndexFor(key.columns())) {
      throw new PlanRefusedException(
          Reason.UNINDEXED_FOREIGN_KEY,
          child.name(),
          key.columns().get(0),
          new Explanation(
              "Rows of \"" + key.parent() + "\" are not removed",
              "the foreign key "
                  + key
                  + " has no index, so that each row removed would read the whole table \""
                  + child
                  + "\"",
              "Create an index on its columns " + key.columns()));
    }
  }

  /** Returns the condition that the row can go; the alias is one that inner queries do not use. */
  public SqlFragment removable(String alias) {
    return unneeded(alias, holds.free(table, alias));
  }

  private SqlFragment unneeded(String alias, SqlFragment free) {
    SqlFragment condition = free;
    for (ForeignKey key : incoming) {
      List<Identifier> parent = key.parentColumns();
      condition =
          condition.and(
              SqlFragment.of(
                  "NOT EXISTS (SELECT 1 FROM "
                      + rows.quote(key.child())
                      + " k WHERE "
                      + engine.words().equal("k", key.columns(), alias, parent)
                      + ")"));
    }
    return condition;
  }

  /** Locks the rows that meet the condition, but for those that somebody else has locked. */
  public List<KeysetCursor> lock(Connection connection, SqlFragment condition) throws SQLException {
    String name = rows.quote(table);
    return rows.keys(
        connection,
        table,
        name,
        condition.within(" FROM " + name + " WHERE ", " FOR UPDATE SKIP LOCKED"));
  }

  /**
   * Removes the rows that meet the condition and can go, if nobody has locked one of them, and
   * returns how many; behind the gate. Nothing has changed if that is nothing.
   *
   * @param expected how many rows meet the condition
   */
  public OptionalInt removeUnlocked(Connection connection, SqlFragment condition, int expected)
      throws SQLException {
    if (engine.isPostgreSql() && incoming.isEmpty()) {
      return PromptUpdate.run(connection, delete(connection, condition));
    }
    // A row that leads to one of these may be under way: its writer has that one locked.
    return lock(connection, condition).size() == expected
        ? OptionalInt.of(remove(connection, condition))
        : OptionalInt.empty();
  }

  /** Returns those of the rows that can go; behind the gate, and a portion for one statement. */
  public List<KeysetCursor> removable(Connection connection, List<KeysetCursor> keys)
      throws SQLException {
    return removable(connection, rows.in(table, rows.quote(table), keys));
  }

  private SqlFragment removableBehindGate(Connection connection) throws SQLException {
    String name = rows.quote(table);
    return unneeded(name, holds.freeBehindGate(connection, table, name));
  }

  private List<KeysetCursor> removable(Connection connection, SqlFragment condition)
      throws SQLException {
    String name = rows.quote(table);
    SqlFragment going = condition.and(removableBehindGate(connection));
    return rows.keys(connection, table, name, going.within(" FROM " + name + " WHERE ", ""));
  }

  /**
   * Removes the rows that meet the condition and can go, and returns how many; behind the gate.
   *
   * <p>MySQL makes a join of a DELETE that asks about other tables, so there the rows are found
   * first, without locks, and then removed by their keys.
   *
   * @param condition over the table by its name, without an alias
   */
  public int remove(Connection connection, SqlFragment condition) throws SQLException {
    if (engine.isPostgreSql()) {
      return Sql.update(connection, delete(connection, condition));
    }
    int removed = 0;
    for (List<KeysetCursor> portion : RowSql.portions(removable(connection, condition))) {
      removed += removeKeys(connection, portion);
    }
    return removed;
  }

  private SqlFragment delete(Connection connection, SqlFragment condition) throws SQLException {
    return condition
        .and(removableBehindGate(connection))
        .within("DELETE FROM " + rows.quote(table) + " WHERE ", "");
  }

  /** Removes the rows of these keys, which can go, and returns how many. */
  public int removeKeys(Connection connection, List<KeysetCursor> keys) throws SQLException {
    return rows.remove(connection, table, keys);
  }
}
