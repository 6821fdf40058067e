package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.engine.Catalog;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.DualWrite;
import dev.persistence.migrate.internal.engine.DualWrite.Target;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gives a column another name, by a copy that is kept in step until nobody uses the old one. */
public record RenameColumn(TableName table, Identifier from, Identifier to) implements Operation {

  @Override
  public String describe() {
    return "rename column " + table + "." + from + " to " + to;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Table found = workbench.table(table);
    Column old = Workbench.column(found, from);
    Workbench.requireFree(found, to);
    Columns.requireWritable(old);
    Columns.requireAlone(workbench, found, from);
    Column copy = copy(old, old.defaultValue(), rest(workbench, old));
    new Rehearsal(workbench, found).copy(copy);
    Catalog catalog = workbench.engine().catalog();
    List<String> grants = catalog.grants(workbench.connection(), found, from);
    List<String> traits = catalog.traits(workbench.connection(), found, from);
    List<String> same =
        Stream.concat(grants.stream(), traits.stream())
            .map(statement -> String.format(statement, workbench.quote(to)))
            .toList();
    new Pair(dualWrite(workbench, found, copy), List.of(from)).plan(draft, same);
  }

  private Column copy(Column old, @Nullable String defaultValue, String rest) {
    return new Column(to, old.type(), old.nullable(), defaultValue, false, old.textual(), rest);
  }

  /** MariaDB's own condition for JSON cannot be added beside writers to a column that is there. */
  private static String rest(Workbench workbench, Column old) {
    return old.rest().replace(" CHECK (json_valid(" + workbench.quote(old.name()) + "))", "");
  }

  private Map<Identifier, String> downs(Workbench workbench) {
    return Map.of(from, workbench.quote(to));
  }

  private DualWrite dualWrite(Workbench workbench, Table found, Column copy) {
    Target target = new Target(copy, workbench.quote(from));
    return new DualWrite(workbench.triggerId(this), found, List.of(target), downs(workbench));
  }

  private DualWrite dualWrite(Workbench workbench) throws SQLException {
    Table found = workbench.table(table);
    Column target = found.column(to).orElseGet(() -> copy(Workbench.column(found, from), null, ""));
    return dualWrite(workbench, found, target);
  }

  @Override
  public Optional<TableName> filled() {
    return Optional.of(table);
  }

  @Override
  public Optional<Sync> sync(Workbench workbench) throws SQLException {
    boolean notNull = !Workbench.column(workbench.table(table), from).nullable();
    return Optional.of(Pair.sync(workbench, dualWrite(workbench), notNull ? Set.of(to) : Set.of()));
  }

  /** Nothing: either name always says all. */
  @Override
  public Optional<Loss> loss(Workbench workbench) throws SQLException {
    return Pair.loss(workbench, dualWrite(workbench));
  }

  @Override
  public List<String> obstacles(Workbench workbench) throws SQLException {
    return Columns.obstacles(workbench, table, from);
  }
}
