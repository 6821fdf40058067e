package dev.persistence.lifecycle.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.keyset.KeysetWalker;
import dev.persistence.core.keyset.KeysetWalkerBuilder;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.RowValues;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table up to a time, and the shortest way through them. */
public final class OldRows {

  private final Engine engine;
  private final CatalogTable table;
  private final Column time;

  /**
   * Refuses a column that holds no days or points in time.
   *
   * @param name null if nothing says which column it is
   */
  public OldRows(Catalog catalog, CatalogTable table, @Nullable Identifier name) {
    Column column = name == null ? null : table.column(name);
    if (column == null || column.kind() != Column.Kind.TIME) {
      throw new PlanRefusedException(
          Reason.NO_TIME_COLUMN,
          table.name(),
          name,
          new Explanation(
              "Nothing tells the age of rows of \"" + table + "\"",
              name == null
                  ? "no column was named"
                  : "column \"" + name + "\" holds no days or points in time",
              "Name one of these: "
                  + table.timeColumns().stream().map(each -> each.name().name()).toList()));
    }
    this.engine = Engine.of(catalog.dialect());
    this.table = table;
    this.time = column;
  }

  public Column time() {
    return time;
  }

  public boolean isOfDays() {
    return time.type().equalsIgnoreCase("date");
  }

  /** Returns the type in which the database tells a time to compare with the column. */
  public String castType() {
    return engine.isPostgreSql() ? time.type() : isOfDays() ? "date" : "datetime(6)";
  }

  /** Returns the present by the database's clock. */
  public Age now(Connection connection) throws SQLException {
    String now = "CAST(" + engine.dialect().currentTimestamp() + " AS " + castType() + ")";
    List<KeysetCursor> found =
        Sql.rows(
            connection,
            SqlFragment.of("SELECT " + now),
            row -> RowValues.key(row, 1, List.of(time.name())));
    return new Age((Temporal) found.get(0).values().get(0));
  }

  /** Returns the present by this clock. */
  public Age at(Clock clock) {
    if (isOfDays()) {
      return new Age(LocalDate.now(clock));
    }
    boolean hasOffset = time.type().endsWith("with time zone");
    return new Age(hasOffset ? OffsetDateTime.now(clock) : LocalDateTime.now(clock));
  }

  /** Returns the condition that the row's time is this or earlier. */
  public SqlFragment until(Temporal cutoff) {
    return SqlFragment.of(
        engine.dialect().quote(time.name()) + " <= " + time.parameter(),
        engine.words().bindable(cutoff));
  }

  /** Returns the cutoff as a position. */
  public KeysetCursor position(Temporal cutoff) {
    return KeysetCursor.of(List.of(time.name()), List.of(cutoff));
  }

  /**
   * Returns a walker over the rows up to this time: along an index that begins with the time if
   * there is one, so that only old rows are read, and else through the table by its primary key.
   */
  public KeysetWalkerBuilder walker(
      Transactions transactions, Temporal cutoff, @Nullable SqlFragment condition) {
    KeysetWalkerBuilder walker =
        KeysetWalker.builder(transactions, table.name()).batchSize(1_000, 100, 20_000);
    if (!isByTime()) {
      SqlFragment old = until(cutoff);
      return walker.where(condition == null ? old : old.and(condition));
    }
    List<Identifier> key = new ArrayList<>(List.of(time.name()));
    key.addAll(table.primaryKey());
    walker.key(key.toArray(Identifier[]::new)).until(position(cutoff));
    return condition == null ? walker : walker.where(condition);
  }

  private boolean isByTime() {
    return !time.nullable()
        && !table.primaryKey().contains(time.name())
        && table.indexes().stream()
            .anyMatch(
                index ->
                    index.plain()
                        && index.predicate() == null
                        && index.columns().indexOf(time.name()) == 0);
  }
}
