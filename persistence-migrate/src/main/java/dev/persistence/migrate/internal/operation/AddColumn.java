package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.DualWrite;
import dev.persistence.migrate.internal.engine.DualWrite.Target;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds a column; with {@code up} one that follows from others. Those with a {@code down} follow it
 * in turn, and go in the contract phase.
 *
 * @param down the value of the one column that {@code up} reads; null for none
 */
public record AddColumn(TableName table, ColumnSpec spec, @Nullable String down)
    implements Operation {

  @Override
  public String describe() {
    return "add column " + table + "." + spec + " down " + down;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Table found = workbench.table(table);
    Workbench.requireFree(found, spec.name());
    new Rehearsal(workbench, found).column(Columns.target(spec, true));
    String up = up();
    if (up == null) {
      planAlone(draft, found);
      return;
    }
    Map<Identifier, String> downs = downs(found);
    for (Identifier old : downs.keySet()) {
      Columns.requireWritable(Workbench.column(found, old));
      Columns.requireAlone(workbench, found, old);
    }
    if (!downs.isEmpty()) {
      requireInsertable(found, up, downs.keySet());
    }
    Target target = new Target(Columns.target(spec, !spec.notNull()), up);
    DualWrite dualWrite = new DualWrite(workbench.triggerId(this), found, List.of(target), downs);
    new Pair(dualWrite, List.copyOf(downs.keySet())).plan(draft);
  }

  /**
   * A client that writes the new column instead of the old ones must be able to leave those out.
   */
  private void requireInsertable(Table found, String up, Set<Identifier> written) {
    for (Column column : found.mentionedIn(up)) {
      boolean needed = !column.nullable() && column.defaultValue() == null && !column.generated();
      if (needed && !written.contains(column.name())) {
        throw new Refusal(
            "the new version could insert no row with \""
                + spec.name()
                + "\" alone, since \""
                + column.name()
                + "\" forbids NULL",
            "Give it a down for \"" + column.name() + "\" as well");
      }
    }
  }

  private void planAlone(Draft draft, Table found) throws SQLException {
    if (spec.notNull() || down != null || !spec.downs().isEmpty()) {
      throw new Refusal(
          "column \"" + spec.name() + "\" has nothing to follow from",
          "Give it an up, or take notNull and down from it");
    }
    draft.touch(found.name(), Set.of(), Set.of(spec.name()));
    draft.gains(found.name(), List.of(Columns.target(spec, true)));
    var ddl = draft.workbench().engine().ddl();
    draft.add(
        Phase.EXPAND,
        found.name(),
        ddl.addColumns(found, List.of(Columns.target(spec, true)), List.of()));
    draft.addFirst(
        Phase.ABORT,
        found.name(),
        ddl.drop("drop column " + spec.name(), found, List.of(), List.of(spec.name())));
  }

  /** A default value is what the column follows from if nothing else is said. */
  private @Nullable String up() {
    return spec.up() == null ? spec.defaultValue() : spec.up();
  }

  private Map<Identifier, String> downs(Table found) {
    Map<Identifier, String> downs = new LinkedHashMap<>(spec.downs());
    String up = up();
    if (down != null && up != null) {
      List<Column> read = found.mentionedIn(up);
      read = read.stream().filter(column -> !column.name().equals(spec.name())).toList();
      if (read.size() != 1) {
        throw new Refusal(
            "the down of \"" + spec.name() + "\" does not say which column it is for",
            "Write down(column, expression); the up may read "
                + read.stream().map(column -> column.name().name()).toList());
      }
      downs.put(read.get(0).name(), down);
    }
    return downs;
  }

  private Optional<DualWrite> dualWrite(Workbench workbench) throws SQLException {
    String up = up();
    if (up == null) {
      return Optional.empty();
    }
    Table found = workbench.table(table);
    Target target = Columns.stored(found, spec, up);
    return Optional.of(
        new DualWrite(workbench.triggerId(this), found, List.of(target), downs(found)));
  }

  @Override
  public Optional<TableName> filled() {
    return up() == null ? Optional.empty() : Optional.of(table);
  }

  @Override
  public Optional<Sync> sync(Workbench workbench) throws SQLException {
    return dualWrite(workbench)
        .map(dualWrite -> Pair.sync(workbench, dualWrite, Columns.notNull(List.of(spec))));
  }

  @Override
  public List<String> obstacles(Workbench workbench) throws SQLException {
    List<String> obstacles = new ArrayList<>();
    for (Identifier old : downs(workbench.table(table)).keySet()) {
      obstacles.addAll(Columns.obstacles(workbench, table, old));
    }
    return obstacles;
  }

  @Override
  public Optional<Loss> loss(Workbench workbench) throws SQLException {
    Optional<DualWrite> dualWrite = dualWrite(workbench);
    return dualWrite.isEmpty() ? Optional.empty() : Pair.loss(workbench, dualWrite.get());
  }
}
