package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.migrate.internal.engine.DualWrite.Target;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the triggers of MySQL and MariaDB do for two sides of a table. */
record MySqlDualWrite(MySqlSql sql, HistoryTables history, DualWrite dualWrite) {

  private String each(Function<Target, String> text, String between) {
    return dualWrite.targets().stream().map(text).collect(Collectors.joining(between));
  }

  /** Lets the side follow that an insert did not mean. */
  String onInsert() {
    StringBuilder body = new StringBuilder("IF " + unfilled("NEW") + " THEN\n").append(fill());
    if (!dualWrite.downs().isEmpty()) {
      body.append("ELSEIF ").append(nothingGiven()).append(" THEN\n").append(downs());
      body.append("ELSEIF NOT ").append(agree()).append(" THEN\n");
      body.append(conflictOnInsert()).append(downs());
    }
    return body.append("END IF;\n").toString();
  }

  /** Lets the side follow that an update did not mean. */
  String onUpdate() {
    StringBuilder body = new StringBuilder("IF NOT " + newSideUnchanged() + " THEN\n");
    if (dualWrite.targets().size() > 1) {
      body.append("IF ").append(unfilled("OLD")).append(" THEN\n");
      body.append(each(this::fillUntouched, "")).append("END IF;\n");
    }
    if (dualWrite.downs().isEmpty()) {
      body.append("SET @persistence_migrate_none = NULL;\n");
    } else {
      body.append("IF NOT ").append(agree()).append(" THEN\n");
      body.append("IF NOT ").append(oldSideUnchanged()).append(" THEN ");
      body.append(note(HistoryTables.CONFLICT)).append(" END IF;\n");
      body.append(downs()).append("END IF;\n");
    }
    body.append("ELSEIF NOT ").append(oldSideUnchanged()).append(" THEN\n").append(fill());
    return body.append("END IF;\n").toString();
  }

  private String over(String row, Table table, String expression) {
    return sql.over(row, table, table.mentionedIn(expression), expression);
  }

  private String up(Target target, String row) {
    return over(row, dualWrite.table(), target.up());
  }

  private String column(String row, Target target) {
    return row + "." + sql.quote(target.name());
  }

  private String unfilled(String row) {
    return "(" + each(target -> column(row, target) + " IS NULL", " AND ") + ")";
  }

  private String fill() {
    return each(this::fill, "");
  }

  private String fill(Target target) {
    return "SET " + column("NEW", target) + " = " + up(target, "NEW") + ";\n";
  }

  private String fillUntouched(Target target) {
    return "IF " + column("NEW", target) + " IS NULL THEN " + fill(target) + "END IF;\n";
  }

  private String agree() {
    return all(
        target ->
            MySqlSql.same(
                column("NEW", target),
                MySqlSql.kept(up(target, "NEW"), target.column()),
                target.column()));
  }

  private String all(Function<Target, String> condition) {
    return "(" + each(condition, " AND ") + ")";
  }

  private String newSideUnchanged() {
    return all(
        target -> MySqlSql.same(column("OLD", target), column("NEW", target), target.column()));
  }

  /** Tells whether the old side means the same values still; other changes do not matter. */
  private String oldSideUnchanged() {
    return all(target -> MySqlSql.same(up(target, "OLD"), up(target, "NEW"), target.column()));
  }

  private String nothingGiven() {
    return dualWrite.written().stream()
        .map(column -> "NEW." + sql.quote(column.name()) + " IS NULL")
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  /** What a default gave contradicts nobody. */
  private String conflictOnInsert() {
    boolean mayBeDefault =
        dualWrite.written().stream().anyMatch(column -> column.defaultValue() != null);
    return mayBeDefault ? "" : note(HistoryTables.CONFLICT) + "\n";
  }

  private String note(String kind) {
    return history.insertEvent(dualWrite.id(), kind) + ";";
  }

  private String downs() {
    Table readable = dualWrite.table().withColumns(dualWrite.readable());
    return dualWrite.downs().entrySet().stream()
        .map(down -> down(readable, down))
        .collect(Collectors.joining());
  }

  private String down(Table readable, Map.Entry<Identifier, String> down) {
    return "SET NEW."
        + sql.quote(down.getKey())
        + " = "
        + over("NEW", readable, down.getValue())
        + ";\n";
  }

  /** Records an insert that wrote to the old side alone. */
  String recordsOldInsert() {
    return "IF "
        + unfilled("NEW")
        + " AND ("
        + each(target -> up(target, "NEW") + " IS NOT NULL", " OR ")
        + ") THEN "
        + note(HistoryTables.OLD_WRITE)
        + " END IF;\n";
  }

  /** Records an update that wrote to the old side alone. */
  String recordsOldUpdate() {
    return "IF "
        + newSideUnchanged()
        + " AND NOT "
        + oldSideUnchanged()
        + " THEN "
        + note(HistoryTables.OLD_WRITE)
        + " END IF;\n";
  }
}
