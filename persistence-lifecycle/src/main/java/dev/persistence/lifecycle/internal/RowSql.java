package dev.persistence.lifecycle.internal;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.ForeignKey;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.RowValues;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Conditions on rows of catalog tables, and reading their keys. */
public final class RowSql {

  /** How many keys one statement names. */
  public static final int KEYS_AT_ONCE = 500;

  private final Engine engine;

  public RowSql(Catalog catalog) {
    this.engine = Engine.of(catalog.dialect());
  }

  public String quote(CatalogTable table) {
    return engine.dialect().quote(table.name());
  }

  public String quote(TableName table) {
    return engine.dialect().quote(table);
  }

  public String quote(Identifier column) {
    return engine.dialect().quote(column);
  }

  /** Returns the condition that the row is live. */
  public SqlFragment live(CatalogTable table, String alias) {
    return SqlFragment.of(
        engine.words().column(alias, table.softDeleteColumns().deletedAt()) + " IS NULL");
  }

  /** Returns the condition that the row is live, if the table knows of anything else. */
  public String andLive(CatalogTable table, String alias) {
    return table.isSoftDeletable() ? " AND " + live(table, alias).sql() : "";
  }

  /**
   * Returns the condition that the row is one of these. A key of several columns is compared column
   * by column, since MariaDB finds no index for a list of rows.
   */
  public SqlFragment in(CatalogTable table, String alias, Collection<KeysetCursor> keys) {
    List<Identifier> columns = table.primaryKey();
    String sql =
        columns.size() == 1
            ? columns(alias, columns)
                + " IN ("
                + repeated(table.column(columns.get(0)).parameter(), ", ", keys.size())
                + ")"
            : "(" + repeated(each(table, alias, columns), " OR ", keys.size()) + ")";
    List<@Nullable Object> values = new ArrayList<>();
    keys.forEach(key -> key.values().forEach(value -> values.add(bindable(value))));
    return SqlFragment.of(sql, values.toArray());
  }

  private static String repeated(String text, String separator, int times) {
    return String.join(separator, Collections.nCopies(times, text));
  }

  private String each(CatalogTable table, String alias, List<Identifier> columns) {
    return columns.stream()
        .map(name -> engine.words().column(alias, name) + " = " + table.column(name).parameter())
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  public Object bindable(Object value) {
    return engine.words().bindable(value);
  }

  public String columns(String alias, List<Identifier> columns) {
    return engine.words().columns(alias, columns);
  }

  /** Returns the condition that c is a child of p by the foreign key. */
  public String joined(ForeignKey key) {
    return engine.words().equal("c", key.columns(), "p", key.parentColumns());
  }

  /** Returns the primary keys of the rows that a query behind SELECT yields. */
  public List<KeysetCursor> keys(
      Connection connection, CatalogTable table, String alias, SqlFragment fromWhere)
      throws SQLException {
    String select = "SELECT " + engine.words().columns(alias, table.primaryKey());
    return Sql.rows(
        connection, fromWhere.within(select, ""), row -> RowValues.key(row, 1, table.primaryKey()));
  }

  /**
   * Removes the rows of these keys, which are a portion, and returns how many.
   *
   * <p>Even a DELETE by keys alone may read the whole table on MySQL, and wait for each row that
   * somebody has locked: hence a LIMIT, with which its optimizer takes no scan for the cheaper way,
   * and an index hint, which that of MariaDB obeys.
   */
  public int remove(Connection connection, CatalogTable table, List<KeysetCursor> keys)
      throws SQLException {
    String name = quote(table);
    SqlFragment delete;
    if (engine.dialect().equals(Dialect.mariaDb())) {
      delete =
          in(table, "t", keys)
              .within("DELETE t FROM " + name + " AS t FORCE INDEX (PRIMARY) WHERE ", "");
    } else {
      String limit = engine.isPostgreSql() ? "" : " LIMIT " + keys.size();
      delete = in(table, name, keys).within("DELETE FROM " + name + " WHERE ", limit);
    }
    return Sql.update(connection, delete);
  }

  /** Returns the keys in portions that a statement can name. */
  public static <T> List<List<T>> portions(Collection<T> all) {
    List<T> list = List.copyOf(all);
    List<List<T>> portions = new ArrayList<>();
    for (int from = 0; from < list.size(); from += KEYS_AT_ONCE) {
      portions.add(list.subList(from, Math.min(list.size(), from + KEYS_AT_ONCE)));
    }
    return portions;
  }
}
