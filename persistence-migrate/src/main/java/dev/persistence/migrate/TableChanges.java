package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.engine.Reference;
import dev.persistence.migrate.internal.operation.AddCheck;
import dev.persistence.migrate.internal.operation.AddEnumValue;
import dev.persistence.migrate.internal.operation.AddForeignKey;
import dev.persistence.migrate.internal.operation.AddUnique;
import dev.persistence.migrate.internal.operation.CreateIndex;
import dev.persistence.migrate.internal.operation.DropColumn;
import dev.persistence.migrate.internal.operation.DropDefault;
import dev.persistence.migrate.internal.operation.DropIndex;
import dev.persistence.migrate.internal.operation.DropNotNull;
import dev.persistence.migrate.internal.operation.Operation;
import dev.persistence.migrate.internal.operation.RenameColumn;
import dev.persistence.migrate.internal.operation.RenameTable;
import dev.persistence.migrate.internal.operation.SetDefault;
import dev.persistence.migrate.internal.operation.SetNotNull;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The changes of one table, in the order in which they are made. Not thread-safe. */
public final class TableChanges {

  private final TableName table;
  private final List<Supplier<Operation>> operations = new ArrayList<>();

  TableChanges(TableName table) {
    this.table = table;
  }

  /**
   * Adds a column, with {@link ColumnChange#up} one whose value follows from the others.
   *
   * @param type SQL of the database, a type alone: constraints and defaults have methods
   */
  public ColumnChange addColumn(String column, String type) {
    ColumnChange change = new ColumnChange(Identifier.of(column), Arguments.notBlank("type", type));
    operations.add(() -> change.adding(table));
    return change;
  }

  /**
   * Gives a column another type, which is a new column with a name of its own, so that old and new
   * versions of the application each have theirs. Needs {@link ColumnChange#up} and {@link
   * ColumnChange#down(String)}.
   *
   * @param type SQL of the database, a type alone: constraints and defaults have methods
   */
  public ColumnChange changeType(String column, String newColumn, String type) {
    ColumnChange change =
        new ColumnChange(Identifier.of(newColumn), Arguments.notBlank("type", type));
    Identifier old = Identifier.of(column);
    operations.add(() -> change.replacing(table, old));
    return change;
  }

  /**
   * Replaces a column by several new ones: {@link SplitChange#into} adds each of them. The old one
   * goes in the contract phase.
   *
   * @param down the old column's value over the new ones
   */
  public SplitChange splitColumn(String column, String down) {
    SplitChange split = new SplitChange(Identifier.of(column), Arguments.notBlank("down", down));
    operations.add(() -> split.of(table));
    return split;
  }

  /**
   * Replaces several columns by a new one. Needs {@link ColumnChange#up} over them and {@link
   * ColumnChange#down(String, String)} for each of them; they go in the contract phase.
   *
   * @param columns two at least
   * @param type SQL of the database, a type alone: constraints and defaults have methods
   */
  public ColumnChange mergeColumns(List<String> columns, String newColumn, String type) {
    List<Identifier> merged = columns(columns);
    ColumnChange change =
        new ColumnChange(Identifier.of(newColumn), Arguments.notBlank("type", type));
    operations.add(() -> change.merging(table, merged));
    return change;
  }

  private static List<Identifier> columns(List<String> columns) {
    List<Identifier> merged =
        Arguments.listOf("columns", columns).stream().map(Identifier::of).distinct().toList();
    Arguments.inRange("number of columns", merged.size(), 2, 16);
    return merged;
  }

  /**
   * Moves a column to another table, under its name; both tables have it until the contract phase.
   * PostgreSQL alone.
   *
   * <p>Each row of the other table refers to one of this table, by a foreign key, and no two of
   * them to the same. A value without such a row is refused, unless {@link
   * MoveChange#createMissing} is called.
   *
   * @param referring the column of the other table that refers to this one
   */
  public MoveChange moveColumn(String column, TableName target, String referring) {
    MoveChange move =
        new MoveChange(
            Identifier.of(column), Arguments.notNull("target", target), Identifier.of(referring));
    operations.add(() -> move.of(table));
    return move;
  }

  /** Gives a column another name; both names work until the contract phase. */
  public TableChanges renameColumn(String column, String newName) {
    return with(new RenameColumn(table, Identifier.of(column), Identifier.of(newName)));
  }

  /**
   * Lets a column hold one more value, the last of its enum, from the start. Old versions of the
   * application must be able to read it, or the new one must not write it before they are gone.
   *
   * <p>No database takes a value back: an abort leaves it, and is refused while rows hold it, as if
   * they would be lost.
   */
  public TableChanges addEnumValue(String column, String value) {
    String stripped = Arguments.notBlank("value", value).strip();
    if (!stripped.equals(value) || value.indexOf('\\') >= 0) {
      throw new IllegalArgumentException(
          "value is \"" + value + "\"; allowed: without blanks around it, without backslash");
    }
    return with(new AddEnumValue(table, Identifier.of(column), value));
  }

  /**
   * Forbids NULL in a column.
   *
   * @param up the value for rows that hold NULL, and for writers that still write it
   */
  public TableChanges setNotNull(String column, String up) {
    return with(new SetNotNull(table, Identifier.of(column), Arguments.notBlank("up", up)));
  }

  /**
   * Allows NULL in a column from the start.
   *
   * @param down the value that an abort puts in place of NULL
   */
  public TableChanges dropNotNull(String column, String down) {
    return with(new DropNotNull(table, Identifier.of(column), Arguments.notBlank("down", down)));
  }

  /**
   * Gives the table another name; both names work until the contract phase, the new one as a view.
   */
  public TableChanges renameTable(String newName) {
    return with(new RenameTable(table, Identifier.of(newName)));
  }

  /** Drops a column that may hold NULL or has a default, in the contract phase. */
  public TableChanges dropColumn(String column) {
    return with(new DropColumn(table, Identifier.of(column), null));
  }

  /**
   * Drops a column in the contract phase.
   *
   * @param down the value for rows that the new version of the application inserts without it
   */
  public TableChanges dropColumn(String column, String down) {
    return with(new DropColumn(table, Identifier.of(column), Arguments.notBlank("down", down)));
  }

  /** Creates an index, while writers go on. */
  public TableChanges createIndex(String index, String... columns) {
    return with(new CreateIndex(table, Identifier.of(index), names(columns)));
  }

  private static List<Identifier> names(String... columns) {
    List<Identifier> names =
        Stream.of(Arguments.notNull("columns", columns)).map(Identifier::of).toList();
    Arguments.inRange("number of columns", names.size(), 1, 16);
    return names;
  }

  /** Adds a condition that every row meets; enforced from the contract phase on. */
  public TableChanges addCheck(String constraint, String condition) {
    return with(
        new AddCheck(table, Identifier.of(constraint), Arguments.notBlank("condition", condition)));
  }

  /**
   * Drops an index in the contract phase.
   *
   * @param index that serves no constraint
   */
  public TableChanges dropIndex(String index) {
    return with(new DropIndex(table, Identifier.of(index)));
  }

  /** Gives a column another default value, in force from the start. */
  public TableChanges setDefault(String column, String expression) {
    return with(
        new SetDefault(table, Identifier.of(column), Arguments.notBlank("expression", expression)));
  }

  /** Takes a column's default value away, in the contract phase. */
  public TableChanges dropDefault(String column) {
    return with(new DropDefault(table, Identifier.of(column)));
  }

  /** Forbids two rows with the same values, from the contract phase on. */
  public TableChanges addUnique(String constraint, String... columns) {
    return with(new AddUnique(table, Identifier.of(constraint), names(columns)));
  }

  /**
   * Demands a row of another table for each value of the column, from the contract phase on.
   *
   * @param parentColumn unique in the other table
   */
  public TableChanges addForeignKey(
      String constraint, String column, TableName parent, String parentColumn) {
    Reference reference =
        new Reference(
            Identifier.of(column),
            Arguments.notNull("parent", parent),
            Identifier.of(parentColumn));
    return with(new AddForeignKey(table, Identifier.of(constraint), reference));
  }

  private TableChanges with(Operation operation) {
    operations.add(() -> operation);
    return this;
  }

  List<Operation> operations() {
    return operations.stream().map(Supplier::get).toList();
  }
}
