package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.DualWrite;
import dev.persistence.migrate.internal.engine.DualWrite.Target;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a column by one of another type and name, kept in step until nobody uses the old one.
 *
 * @param down the old column's value over the new one
 */
public record ChangeType(TableName table, Identifier from, ColumnSpec spec, @Nullable String down)
    implements Operation {

  @Override
  public String describe() {
    return "change type " + table + "." + from + " to " + spec + " down " + down;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Table found = workbench.table(table);
    Column old = Workbench.column(found, from);
    Workbench.requireFree(found, spec.name());
    Columns.requireWritable(old);
    Columns.requireAlone(workbench, found, from);
    if (old.defaultValue() != null && spec.defaultValue() == null) {
      throw new Refusal(
          "column \"" + from + "\" has a default, and \"" + spec.name() + "\" would have none",
          "Say what it shall be: defaultTo(expression)");
    }
    new Rehearsal(workbench, found).column(Columns.target(spec, true));
    boolean nullable = old.nullable() && !spec.notNull();
    Target target = new Target(Columns.target(spec, nullable), up());
    DualWrite dualWrite = new DualWrite(workbench.triggerId(this), found, List.of(target), downs());
    new Pair(dualWrite, List.of(from)).plan(draft);
  }

  private String up() {
    String up = spec.up();
    if (up == null) {
      throw new Refusal(
          "nothing says what \"" + spec.name() + "\" holds", "Give it an up over \"" + from + "\"");
    }
    return up;
  }

  private Map<Identifier, String> downs() {
    Map<Identifier, String> downs = new LinkedHashMap<>(spec.downs());
    if (down != null) {
      downs.put(from, down);
    }
    if (!downs.keySet().equals(Set.of(from))) {
      throw new Refusal(
          "what the new version writes to \""
              + spec.name()
              + "\" would never reach \""
              + from
              + "\", and be lost with an abort",
          "Give it a down for \"" + from + "\" and for nothing else");
    }
    return downs;
  }

  private DualWrite dualWrite(Workbench workbench) throws SQLException {
    Table found = workbench.table(table);
    Target target = Columns.stored(found, spec, up());
    return new DualWrite(workbench.triggerId(this), found, List.of(target), downs());
  }

  @Override
  public Optional<TableName> filled() {
    return Optional.of(table);
  }

  @Override
  public Optional<Sync> sync(Workbench workbench) throws SQLException {
    boolean notNull = spec.notNull() || !Workbench.column(workbench.table(table), from).nullable();
    return Optional.of(
        Pair.sync(workbench, dualWrite(workbench), notNull ? Set.of(spec.name()) : Set.of()));
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
