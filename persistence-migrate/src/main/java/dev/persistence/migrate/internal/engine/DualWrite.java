package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two sides of one table that say the same in different columns, kept in step by triggers.
 *
 * <p>Whichever side a statement changed is the one that was meant, and the other follows. If it
 * changed both, and they disagree, the new side wins and the event is recorded.
 *
 * @param id names the triggers; differs for everything that differs in them
 * @param target the new column; of it only name, type and kind count
 * @param up the target's value, over the old columns
 * @param downs the old columns' values, over the target; empty if the old side never follows
 */
public record DualWrite(
    String id, Table table, Column target, String up, Map<Identifier, String> downs) {

  public DualWrite {
    downs = new LinkedHashMap<>(downs);
  }

  public TableName tableName() {
    return table.name();
  }

  /** Returns the old columns: what {@code up} may read and what the downs write. */
  public List<Column> sources() {
    Set<Column> sources = new LinkedHashSet<>(table.mentionedIn(up));
    sources.addAll(written());
    sources.removeIf(column -> column.name().equals(target.name()));
    return List.copyOf(sources);
  }

  /** Returns the old columns that the downs write. */
  public List<Column> written() {
    return downs.keySet().stream().flatMap(name -> table.column(name).stream()).toList();
  }

  /** Returns all columns of both sides that an expression may read. */
  public List<Column> readable() {
    List<Column> readable = new ArrayList<>(table.columns());
    readable.removeIf(column -> column.name().equals(target.name()));
    readable.add(target);
    return readable;
  }
}
