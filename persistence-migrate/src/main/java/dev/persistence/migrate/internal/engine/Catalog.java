package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What a database says about its tables. */
public interface Catalog {

  /** Returns the table as it is, if it is one. */
  Optional<Table> find(Connection connection, TableName name) throws SQLException;

  /** Returns how many rows the table has, as the statistics have it; -1 if they do not. */
  long rows(Connection connection, TableName name) throws SQLException;

  /** Returns the values that the column's type names, in their order; empty if it names none. */
  List<String> enumValues(Connection connection, Table table, Column column) throws SQLException;

  /**
   * Returns the statement that has the database look at the values of the table's key anew, so that
   * the backfill's queries are planned well; empty if it has done so of late, or does by itself.
   */
  Optional<String> analyze(Connection connection, Table table) throws SQLException;

  /** Tells whether the database keeps rows of the table from this user. */
  boolean hidesRows(Connection connection, Table table) throws SQLException;

  /** Tells whether it is a table of PostgreSQL whose rows are those of its partitions. */
  default boolean isPartitioned(Connection connection, Table table) throws SQLException {
    return false;
  }

  /**
   * Returns the tables that inherit from it, partitions apart: no trigger of it sees their rows.
   */
  default List<String> heirs(Connection connection, Table table) throws SQLException {
    return List.of();
  }

  /**
   * Tells whether the column is there since the table inherits it, so that it cannot be dropped.
   */
  default boolean isInherited(Connection connection, Table table, Identifier column)
      throws SQLException {
    return false;
  }

  /** Tells whether the table may get columns that no other one has said it shall have. */
  default boolean takesColumns(Connection connection, TableName table) throws SQLException {
    return true;
  }

  /**
   * Returns the columns whose value triggers before the row is stored do not know: those that the
   * server computes or numbers after them, or changes without setting them off.
   */
  List<Identifier> unknownToTriggers(Connection connection, Table table) throws SQLException;

  /**
   * Returns what would break, or vanish unasked, with the column: indexes, constraints, views.
   *
   * @param spared the comment on views that do not count
   */
  List<String> dependents(Connection connection, Table table, Identifier column, String spared)
      throws SQLException;

  /**
   * Returns what would break with the table: views, foreign keys of other tables, functions and
   * columns of its type.
   *
   * @param spared the comment on views that do not count
   */
  List<String> dependents(Connection connection, Table table, String spared) throws SQLException;

  /** Returns why rows of the table can never refer to those of the other one, if so. */
  default Optional<String> keyObstacle(Connection connection, Table table, Table parent)
      throws SQLException {
    return Optional.empty();
  }

  /** Returns what needs the index, such as a constraint, if anything does. */
  Optional<String> needOf(Connection connection, Table table, Identifier index) throws SQLException;

  /** Tells whether the name cannot be given to a new index of the table. */
  boolean hasIndex(Connection connection, Table table, Identifier name) throws SQLException;

  /** Tells whether the name cannot be given to a new foreign key or check of the table. */
  boolean hasConstraint(Connection connection, Table table, Identifier name) throws SQLException;

  /** Tells whether the name cannot be given to a new table or view beside the table. */
  boolean isTaken(Connection connection, Table table, Identifier name) throws SQLException;

  /** Returns the views that find the table by its name, and not by what it is. */
  List<String> viewsByName(Connection connection, Table table) throws SQLException;

  /**
   * Returns the statements that give others the rights on a view which they have on the table, with
   * {@code %s} for its name.
   */
  List<String> grants(Connection connection, Table table) throws SQLException;

  /**
   * Returns the statements that give others the rights on a column of the table which they have on
   * this one and not on the whole table, with {@code %s} for its name; none where this user would
   * not see or could not give them.
   */
  default List<String> grants(Connection connection, Table table, Identifier column)
      throws SQLException {
    return List.of();
  }

  /**
   * Returns the foreign keys of MySQL and MariaDB with which no server lets the column forbid NULL.
   */
  default List<String> settingNull(Connection connection, Table table, Identifier column)
      throws SQLException {
    return List.of();
  }

  /**
   * Returns the statements that give another column of the table what this one has beside its type,
   * as a comment, with {@code %s} for its name.
   */
  default List<String> traits(Connection connection, Table table, Identifier column)
      throws SQLException {
    return List.of();
  }

  /** Returns the triggers of the table, those of migrations included. */
  List<TriggerCode> triggers(Connection connection, Table table) throws SQLException;

  /** Returns why triggers cannot be created by this user, if so. */
  Optional<String> triggerObstacle(Connection connection) throws SQLException;
}
