package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

/** Views of PostgreSQL that stand for a table under another name, with the caller's own rights. */
record PostgresViews(PostgresSql sql) {

  Step create(Table table, Identifier view, List<String> grants) {
    String name = sql.beside(table, view.name());
    List<Change> changes = new ArrayList<>();
    changes.add(
        Change.of(
            "CREATE VIEW "
                + name
                + " WITH (security_invoker = true) AS SELECT "
                + sql.dialect().quote(table.columns().stream().map(Column::name).toList())
                + " FROM "
                + sql.quote(table.name()),
            "SELECT " + sql.isKind(table, view, "'v'")));
    grants.forEach(grant -> changes.add(Change.repeatable(String.format(grant, name))));
    return Step.together("create view " + view, LockTaken.NONE, changes);
  }

  Step drop(Table table, Identifier view) {
    return Step.together(
        "drop view " + view, LockTaken.ACCESS_EXCLUSIVE, List.of(viewGone(table, view)));
  }

  private Change viewGone(Table table, Identifier view) {
    return Change.of(
        "DROP VIEW " + sql.beside(table, view.name()),
        "SELECT NOT " + sql.isKind(table, view, "'v'"));
  }

  /** Gives the table the name of the view, both in one transaction. */
  Step replace(Table table, Identifier view) {
    return Step.together(
        "rename to " + view,
        LockTaken.ACCESS_EXCLUSIVE,
        List.of(
            viewGone(table, view),
            Change.of(
                "ALTER TABLE " + sql.quote(table.name()) + " RENAME TO " + sql.quote(view),
                "SELECT " + sql.isKind(table, view, "'r', 'p'"))));
  }
}
