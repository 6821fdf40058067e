package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schema changes of which operations are made, in a database's own words. */
public interface Ddl {

  /** Returns the steps that add columns that may hold NULL, and then their triggers, if any. */
  List<Step> addColumns(Table table, List<Column> columns, List<Change> triggers);

  /** Returns the step that drops triggers and then columns, so that no writer sees half of it. */
  Step drop(String name, Table table, List<Change> triggers, List<Identifier> columns);

  /** Returns the steps that forbid NULL, without a scan while writers wait. */
  List<Step> setNotNull(Table table, Column column);

  /** Returns the step that allows NULL. */
  Step dropNotNull(Table table, Column column);

  /**
   * Returns the step that creates a view of all columns, beside the table.
   *
   * @param grants statements with {@code %s} for the view's name
   */
  Step createView(Table table, Identifier view, List<String> grants);

  /** Returns the step that drops the view. */
  Step dropView(Table table, Identifier view);

  /** Returns the step that gives the table the view's name, in place of the view. */
  Step rename(Table table, Identifier view);

  /**
   * Returns the step that lets a column hold one more value, the last of its type.
   *
   * @param values all that the type will have
   */
  Step addEnumValue(Table table, Column column, List<String> values);

  /** Returns the condition that a column holds a text, whether or not its type knows that. */
  String holds(Column column, String text);

  /** Returns the step that sets a default value; null for none. */
  Step setDefault(Table table, Identifier column, @Nullable String expression);

  /**
   * Returns the steps that give a column its default, and what else there is in its definition but
   * type and NULL.
   */
  default List<Step> complete(Table table, Column column) {
    String defaultValue = column.defaultValue();
    return defaultValue == null
        ? List.of()
        : List.of(setDefault(table, column.name(), defaultValue));
  }

  /** Returns the step that creates a table, of which only the name counts. */
  Step createTable(Table table, String definition);

  /** Returns the step that drops a table. */
  Step dropTable(Table table);

  /** Returns the steps that forbid two rows with the same values, while writers go on. */
  List<Step> addUnique(Table table, Identifier constraint, List<Identifier> columns);

  /** Returns the steps that demand a row of another table, without a scan while writers wait. */
  List<Step> addForeignKey(Table table, Identifier constraint, Reference reference);

  /** Tells whether the columns' types are enough alike for a foreign key, as far as they tell. */
  default boolean mayRefer(Column column, Column parent) {
    return true;
  }

  /** Returns the step that creates an index while writers go on. */
  Step createIndex(Table table, Identifier index, List<Identifier> columns);

  /** Returns the step that drops an index. */
  Step dropIndex(Table table, Identifier index);

  /**
   * Returns the steps that add a condition on rows, without a scan while writers wait.
   *
   * @throws UnsupportedOperationException with the reason, where the database has no such way
   */
  List<Step> addCheck(Table table, Identifier constraint, String condition);

  /** Returns the step that creates or drops triggers alone. */
  Step triggers(String name, List<Change> changes);

  /** Returns the expression as a value of the column's type, as far as a cast can make it one. */
  String cast(String expression, Column column);

  /** Returns the condition that both are the same value of the column, byte for byte. */
  String same(String stored, String computed, Column column);
}
