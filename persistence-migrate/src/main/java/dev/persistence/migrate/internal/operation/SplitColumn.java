package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.DualWrite;
import dev.persistence.migrate.internal.engine.DualWrite.Target;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces a column by several new ones, kept in step until nobody uses the old one.
 *
 * @param down the old column's value over the new ones
 * @param parts each with an up over the old column
 */
public record SplitColumn(TableName table, Identifier from, String down, List<ColumnSpec> parts)
    implements Operation {

  public SplitColumn {
    parts = List.copyOf(parts);
  }

  @Override
  public String describe() {
    return "split column " + table + "." + from + " down " + down + " into " + parts;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Table found = workbench.table(table);
    Column old = Workbench.column(found, from);
    Columns.requireWritable(old);
    Columns.requireAlone(workbench, found, from);
    requireDefault(old);
    List<Target> targets = new ArrayList<>();
    for (ColumnSpec part : parts) {
      Workbench.requireFree(found, part.name());
      new Rehearsal(workbench, found).column(Columns.target(part, true));
      targets.add(new Target(Columns.target(part, !part.notNull()), up(part)));
    }
    new Pair(dualWrite(workbench, found, targets), List.of(from)).plan(draft);
  }

  private void requireDefault(Column old) {
    boolean forgotten = parts.stream().allMatch(part -> part.defaultValue() == null);
    if (old.defaultValue() != null && forgotten) {
      throw new Refusal(
          "column \"" + from + "\" has a default, and none of " + names() + " would have one",
          "Say what it shall be: defaultTo(expression)");
    }
  }

  private List<String> names() {
    return parts.stream().map(part -> part.name().name()).toList();
  }

  private static String up(ColumnSpec part) {
    String up = part.up();
    if (up == null) {
      throw new Refusal(
          "nothing says what \"" + part.name() + "\" holds",
          "Give it an up over the column that is split");
    }
    return up;
  }

  private DualWrite dualWrite(Workbench workbench, Table found, List<Target> targets) {
    return new DualWrite(workbench.triggerId(this), found, targets, Map.of(from, down));
  }

  private DualWrite dualWrite(Workbench workbench) throws SQLException {
    Table found = workbench.table(table);
    List<Target> targets =
        parts.stream().map(part -> Columns.stored(found, part, up(part))).toList();
    return dualWrite(workbench, found, targets);
  }

  @Override
  public Optional<TableName> filled() {
    return Optional.of(table);
  }

  @Override
  public Optional<Sync> sync(Workbench workbench) throws SQLException {
    return Optional.of(Pair.sync(workbench, dualWrite(workbench), Columns.notNull(parts)));
  }

  @Override
  public Optional<Loss> loss(Workbench workbench) throws SQLException {
    return Pair.loss(workbench, dualWrite(workbench));
  }

  @Override
  public List<String> obstacles(Workbench workbench) throws SQLException {
    return Columns.obstacles(workbench, table, from);
  }
}
