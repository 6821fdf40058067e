package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.DualWrite.Target;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Table;
import dev.persistence.migrate.internal.engine.TriggerCode;
import dev.persistence.migrate.internal.engine.VersionSchemas;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What operations ask of columns. */
final class Columns {

  private Columns() {}

  /** Returns the column as it will be. */
  static Column target(ColumnSpec spec, boolean nullable) {
    String type = spec.type().toLowerCase(Locale.ROOT);
    boolean textual =
        type.matches("(?s)\\s*(national |n|long ?|medium|tiny)?(var)?(char|text|enum|set).*");
    return new Column(spec.name(), spec.type(), nullable, spec.defaultValue(), false, textual, "");
  }

  /** Returns the new column as the catalog has it, if it is there. */
  static Target stored(Table table, ColumnSpec spec, String up) {
    return new Target(table.column(spec.name()).orElse(target(spec, true)), up);
  }

  /** Returns the names of those that forbid NULL. */
  static Set<Identifier> notNull(List<ColumnSpec> specs) {
    return specs.stream()
        .filter(ColumnSpec::notNull)
        .map(ColumnSpec::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  static Set<Identifier> names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.toSet());
  }

  /** Refuses a column that nobody may write. */
  static void requireWritable(Column column) {
    if (column.generated()) {
      throw new Refusal(
          "column \"" + column.name() + "\" is numbered or computed by the database",
          "Leave it out");
    }
  }

  /**
   * Refuses a column with which something would vanish that nobody has spoken of. Views that a
   * migration before has left for a version go with this one.
   */
  static void requireAlone(Workbench workbench, Table table, Identifier column)
      throws SQLException {
    if (workbench.engine().catalog().isInherited(workbench.connection(), table, column)) {
      throw new Refusal(
          "column \""
              + column
              + "\" of \""
              + table.name()
              + "\" is inherited, or of a type, and goes with that of the table above or the type"
              + " alone",
          "Migrate that one; or let this one inherit no more, or be NOT OF the type, before");
    }
    List<String> dependents = dependents(workbench, table, column, VersionSchemas.MARK);
    if (!dependents.isEmpty()) {
      throw new Refusal(
          "column \"" + column + "\" of \"" + table.name() + "\" would take with it: " + dependents,
          "Drop or move them before, in a migration of their own");
    }
  }

  /**
   * Returns what would vanish or break with the column, our own triggers apart.
   *
   * @param spared the comment on views that do not count
   */
  private static List<String> dependents(
      Workbench workbench, Table table, Identifier column, String spared) throws SQLException {
    return workbench
        .engine()
        .catalog()
        .dependents(workbench.connection(), table, column, spared)
        .stream()
        .filter(name -> !name.contains("zz_mig_"))
        .toList();
  }

  /** Returns the reasons not to drop the column yet: what depends on it, and triggers. */
  static List<String> obstacles(Workbench workbench, TableName table, Identifier column)
      throws SQLException {
    Table found = workbench.table(table);
    String going = VersionSchemas.going(workbench.version());
    List<String> dependents =
        found.column(column).isEmpty() ? List.of() : dependents(workbench, found, column, going);
    List<String> obstacles = new ArrayList<>();
    if (!dependents.isEmpty()) {
      obstacles.add("column \"" + column + "\" would take with it: " + dependents);
    }
    for (TriggerCode trigger : staying(workbench, found)) {
      if (trigger.reads(column)) {
        obstacles.add(
            "trigger \""
                + trigger.name()
                + "\" reads column \""
                + column
                + "\", so that every write that sets it off would fail");
      }
    }
    return obstacles;
  }

  /** The triggers of which no statement of the contract phase says anything. */
  private static List<TriggerCode> staying(Workbench workbench, Table table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT statement FROM "
                + workbench.engine().history().steps()
                + " WHERE version = ? AND phase = ?",
            workbench.version(),
            Phase.CONTRACT.name());
    List<String> contract = Sql.rows(workbench.connection(), query, row -> row.getString(1));
    return workbench.engine().catalog().triggers(workbench.connection(), table).stream()
        .filter(trigger -> contract.stream().noneMatch(trigger::isMeantBy))
        .toList();
  }
}
