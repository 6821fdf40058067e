package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of SQL text, in a database's own words. */
public abstract sealed class Words permits PostgresWords, MySqlWords {

  private final Dialect dialect;

  Words(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Returns the time by which deletions are dated, the same for all sessions. */
  public abstract String now();

  /** Returns the time of {@link #now} less a bound number of microseconds. */
  public abstract String ago();

  /** Returns how many microseconds ago a time of {@link #now} was; NULL of NULL. */
  public abstract String microsSince(String time);

  /** Returns the end of a query that keeps its rows from being changed, but not from reads. */
  public abstract String shareLock();

  /** Returns the type of a point in time. */
  public abstract String timeType();

  /** Returns the type of a deletion's id. */
  public abstract String idType();

  /** Returns the placeholder of a deletion's id in a column of {@link #idType}. */
  public abstract String idParameter();

  /** Returns the type of a text without a limit. */
  public abstract String textType();

  /**
   * Returns the type of a number that the database gives each new row, larger than those before.
   */
  public abstract String countedType();

  /** Returns the end of a CREATE TABLE whose texts compare by their code points. */
  public abstract String endOfTable();

  /** Returns the value as text that compares by its code points. */
  public abstract String text(String expression);

  /** Returns the value as it is to be bound, without a loss. */
  public abstract Object bindable(Object value);

  /**
   * Returns the end of an INSERT that adds to what is there.
   *
   * @param key the columns of the primary key
   * @param count the column that is added up; {@code anonymized_at} becomes that of the new row
   */
  public abstract String orAdd(String key, String table, String count);

  /**
   * Returns the end of an INSERT that replaces what is there, by others at the same time as well.
   *
   * @param key the column of the primary key
   * @param columns those that get the new row's values
   */
  public abstract String orReplace(String key, List<String> columns);

  /** Returns a column of the table that goes by this alias. */
  public final String column(String alias, Identifier column) {
    return alias + "." + dialect.quote(column);
  }

  /** Returns the columns of the table that goes by this alias, separated by commas. */
  public final String columns(String alias, List<Identifier> columns) {
    return columns.stream().map(column -> column(alias, column)).collect(Collectors.joining(", "));
  }

  /** Returns the condition that columns of two tables are equal, in their order. */
  public final String equal(
      String alias, List<Identifier> columns, String other, List<Identifier> others) {
    StringBuilder equal = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      equal.append(i == 0 ? "" : " AND ");
      equal.append(column(alias, columns.get(i))).append(" = ");
      equal.append(column(other, others.get(i)));
    }
    return equal.toString();
  }

  /**
   * Returns one text for the values of a key, such that different keys have different texts: each
   * value behind its length.
   */
  public final String keyText(String alias, List<Identifier> key) {
    return key.stream()
        .map(column -> text(column(alias, column)))
        .map(text -> "CHAR_LENGTH(" + text + "), ':', " + text)
        .collect(Collectors.joining(", ", "CONCAT(", ")"));
  }
}
