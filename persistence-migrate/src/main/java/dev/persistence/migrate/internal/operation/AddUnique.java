package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Forbids two rows with the same values, once no old version is left whose writes it could fail.
 * Duplicates are looked for before, and when the gate is asked, and nothing is changed while there
 * are any.
 */
public record AddUnique(TableName table, Identifier constraint, List<Identifier> columns)
    implements Operation {

  @Override
  public String describe() {
    return "add unique " + constraint + " on " + table + " " + columns;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Table found = workbench.table(table);
    workbench.requireUnpartitioned(found);
    List<Column> unique = columns.stream().map(column -> Workbench.column(found, column)).toList();
    if (workbench.engine().catalog().hasIndex(workbench.connection(), found, constraint)) {
      throw new Refusal("the name \"" + constraint + "\" is taken", "Choose another one");
    }
    new Rehearsal(workbench, found).index("UNIQUE INDEX", unique);
    long duplicates = duplicates(workbench, found);
    if (duplicates > 0) {
      throw new Refusal(
          reason(duplicates), "Look at them, and leave one of each: " + list(workbench, found));
    }
    draft.add(
        Phase.CONTRACT,
        found.name(),
        workbench.engine().ddl().addUnique(found, constraint, columns));
  }

  private String reason(long duplicates) {
    return duplicates + " values of " + columns + " in \"" + table + "\" are there more than once";
  }

  @Override
  public List<String> obstacles(Workbench workbench) throws SQLException {
    Table found = workbench.table(table);
    long duplicates = duplicates(workbench, found);
    return duplicates == 0
        ? List.of()
        : List.of(reason(duplicates) + ": " + list(workbench, found));
  }

  private long duplicates(Workbench workbench, Table found) throws SQLException {
    workbench.requireAllRows(found);
    return Sql.number(
        workbench.connection(), "SELECT COUNT(*) FROM (" + list(workbench, found) + ") zz_twice");
  }

  /** Returns the query that lists them; NULL is like no other value. */
  private String list(Workbench workbench, Table found) {
    String names = workbench.engine().dialect().quote(columns);
    String given =
        columns.stream()
            .map(column -> workbench.quote(column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return "SELECT "
        + names
        + ", COUNT(*) AS zz_times FROM "
        + workbench.engine().dialect().quote(found.name())
        + " WHERE "
        + given
        + " GROUP BY "
        + names
        + " HAVING COUNT(*) > 1";
  }
}
