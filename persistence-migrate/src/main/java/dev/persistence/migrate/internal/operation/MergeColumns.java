package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.DualWrite;
import dev.persistence.migrate.internal.engine.DualWrite.Target;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces several columns by a new one, kept in step until nobody uses the old ones.
 *
 * @param from the old columns, each with a down of the new one
 */
public record MergeColumns(TableName table, List<Identifier> from, ColumnSpec spec)
    implements Operation {

  public MergeColumns {
    from = List.copyOf(from);
  }

  @Override
  public String describe() {
    return "merge columns " + table + "." + from + " to " + spec;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Table found = workbench.table(table);
    Workbench.requireFree(found, spec.name());
    requireDowns();
    for (Identifier name : from) {
      Column old = Workbench.column(found, name);
      Columns.requireWritable(old);
      Columns.requireAlone(workbench, found, name);
      requireDefault(old);
    }
    requireRead(found);
    new Rehearsal(workbench, found).column(Columns.target(spec, true));
    Target target = new Target(Columns.target(spec, !spec.notNull()), up());
    new Pair(dualWrite(workbench, found, target), from).plan(draft);
  }

  private void requireDowns() {
    Set<Identifier> without = new LinkedHashSet<>(from);
    without.removeAll(spec.downs().keySet());
    Set<Identifier> other = new LinkedHashSet<>(spec.downs().keySet());
    other.removeAll(from);
    if (!without.isEmpty() || !other.isEmpty()) {
      throw new Refusal(
          "what the new version writes to \""
              + spec.name()
              + "\" has to reach "
              + from
              + ", and the downs are those of "
              + spec.downs().keySet(),
          "Give it a down(column, expression) for each of the merged columns and for no other");
    }
  }

  private void requireDefault(Column old) {
    if (old.defaultValue() != null && spec.defaultValue() == null) {
      throw new Refusal(
          "column \""
              + old.name()
              + "\" has a default, and \""
              + spec.name()
              + "\" would have none",
          "Say what it shall be: defaultTo(expression)");
    }
  }

  /** Each must be part of the new value, or it would be dropped unread. */
  private void requireRead(Table found) {
    Set<Identifier> unread = new LinkedHashSet<>(from);
    unread.removeAll(Columns.names(found.mentionedIn(up())));
    if (!unread.isEmpty()) {
      throw new Refusal(
          "the up of \"" + spec.name() + "\" does not read " + unread,
          "Write it over all columns that are merged; what goes otherwise is a dropColumn");
    }
  }

  private String up() {
    String up = spec.up();
    if (up == null) {
      throw new Refusal(
          "nothing says what \"" + spec.name() + "\" holds", "Give it an up over " + from);
    }
    return up;
  }

  private DualWrite dualWrite(Workbench workbench, Table found, Target target) {
    return new DualWrite(workbench.triggerId(this), found, List.of(target), spec.downs());
  }

  private DualWrite dualWrite(Workbench workbench) throws SQLException {
    Table found = workbench.table(table);
    return dualWrite(workbench, found, Columns.stored(found, spec, up()));
  }

  @Override
  public Optional<TableName> filled() {
    return Optional.of(table);
  }

  @Override
  public Optional<Sync> sync(Workbench workbench) throws SQLException {
    return Optional.of(Pair.sync(workbench, dualWrite(workbench), Columns.notNull(List.of(spec))));
  }

  @Override
  public Optional<Loss> loss(Workbench workbench) throws SQLException {
    return Pair.loss(workbench, dualWrite(workbench));
  }

  @Override
  public List<String> obstacles(Workbench workbench) throws SQLException {
    List<String> obstacles = new ArrayList<>();
    for (Identifier old : from) {
      obstacles.addAll(Columns.obstacles(workbench, table, old));
    }
    return obstacles;
  }
}
