package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two sides of one table that say the same in different columns, kept in step by triggers.
 *
 * <p>Whichever side a statement changed is the one that was meant, and the other follows. If it
 * changed both, and they disagree, the new side wins and the event is recorded.
 *
 * <p>A row of which all targets hold NULL has yet to be filled. Who writes some of several targets
 * of such a row has the others filled, since its old columns follow from all of them.
 *
 * @param id names the triggers; differs for everything that differs in them
 * @param targets the new columns, one at least
 * @param downs the old columns' values, over the targets; empty if the old side never follows
 */
public record DualWrite(
    String id, Table table, List<Target> targets, Map<Identifier, String> downs) {

  /**
   * A new column.
   *
   * @param column of it only name, type and kind count
   * @param up its value, over the old columns
   */
  public record Target(Column column, String up) {

    public Identifier name() {
      return column.name();
    }
  }

  public DualWrite {
    targets = List.copyOf(targets);
    downs = new LinkedHashMap<>(downs);
  }

  public TableName tableName() {
    return table.name();
  }

  /** Returns the old columns: what {@code up} may read and what the downs write. */
  public List<Column> sources() {
    Set<Column> sources = new LinkedHashSet<>();
    targets.forEach(target -> sources.addAll(table.mentionedIn(target.up())));
    sources.addAll(written());
    sources.removeIf(column -> isTarget(column.name()));
    return List.copyOf(sources);
  }

  /** Returns the old columns that the downs write. */
  public List<Column> written() {
    return downs.keySet().stream().flatMap(name -> table.column(name).stream()).toList();
  }

  /** Returns all columns of both sides that an expression may read. */
  public List<Column> readable() {
    List<Column> readable = new ArrayList<>(table.columns());
    readable.removeIf(column -> isTarget(column.name()));
    readable.addAll(columns());
    return readable;
  }

  /** Returns the new columns. */
  public List<Column> columns() {
    return targets.stream().map(Target::column).toList();
  }

  /** Returns the names of the new columns, for messages. */
  public String names() {
    return targets.stream().map(target -> target.name().name()).collect(Collectors.joining(", "));
  }

  private boolean isTarget(Identifier name) {
    return targets.stream().anyMatch(target -> target.name().equals(name));
  }
}
