package dev.persistence.migrate.internal.engine;

import dev.persistence.migrate.internal.engine.DualWrite.Target;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the trigger functions of PostgreSQL do for two sides of a table. */
record PostgresDualWrite(PostgresSql sql, HistoryTables history, DualWrite dualWrite) {

  /** Returns the variables: the value that each new column should have by the old ones. */
  String variables() {
    return each(
        target -> {
          String type = sql.quote(dualWrite.tableName()) + "." + sql.quote(target.name());
          return wanted(target) + " " + type + "%TYPE;";
        },
        " ");
  }

  private String wanted(Target target) {
    return "wanted" + dualWrite.targets().indexOf(target);
  }

  private String each(Function<Target, String> text, String between) {
    return dualWrite.targets().stream().map(text).collect(Collectors.joining(between));
  }

  /** Lets the side follow that the statement did not mean. */
  String keepsInStep() {
    return "IF TG_OP = 'INSERT' THEN\n" + onInsert() + "ELSE\n" + onUpdate() + "END IF;\n";
  }

  private String onInsert() {
    StringBuilder body = new StringBuilder("IF ").append(unfilled("NEW")).append(" THEN\n");
    body.append(fill());
    if (!dualWrite.downs().isEmpty()) {
      body.append("ELSIF ").append(nothingGiven()).append(" THEN\n").append(downs());
      body.append("ELSE ").append(want()).append("IF ").append(disagree()).append(" THEN\n");
      body.append(conflictOnInsert()).append(downs()).append("END IF;\n");
    }
    return body.append("END IF;\n").toString();
  }

  private String onUpdate() {
    StringBuilder body = new StringBuilder("IF ").append(newSideChanged()).append(" THEN\n");
    if (dualWrite.targets().size() > 1) {
      body.append("IF ").append(unfilled("OLD")).append(" THEN\n");
      body.append(each(this::fillUntouched, "")).append("END IF;\n");
    }
    if (dualWrite.downs().isEmpty()) {
      body.append("NULL;\n");
    } else {
      body.append(want()).append("IF ").append(disagree()).append(" THEN\n");
      body.append("IF ").append(oldSideChanged()).append(" THEN ");
      body.append(note(HistoryTables.CONFLICT)).append(" END IF;\n");
      body.append(downs()).append("END IF;\n");
    }
    body.append("ELSIF ").append(oldSideChanged());
    body.append(fillsWhatItTouches(sql, dualWrite.table(), dualWrite.columns()));
    return body.append(" THEN\n").append(fill()).append("END IF;\n").toString();
  }

  private String column(String row, Target target) {
    return row + "." + sql.quote(target.name());
  }

  private String unfilled(String row) {
    return "(" + each(target -> column(row, target) + " IS NULL", " AND ") + ")";
  }

  private String fill() {
    return each(target -> column("NEW", target) + " := " + up(target, "NEW") + ";\n", "");
  }

  private String fillUntouched(Target target) {
    String column = column("NEW", target);
    return "IF " + column + " IS NULL THEN " + column + " := " + up(target, "NEW") + "; END IF;\n";
  }

  private String want() {
    return each(target -> wanted(target) + " := " + up(target, "NEW") + ";\n", "");
  }

  private String disagree() {
    return row(this::wanted) + PostgresSql.DIFFERS + row(target -> column("NEW", target));
  }

  private String row(Function<Target, String> value) {
    return "ROW(" + each(value, ", ") + ")::record";
  }

  private String newSideChanged() {
    return sql.image("OLD", dualWrite.columns())
        + PostgresSql.DIFFERS
        + sql.image("NEW", dualWrite.columns());
  }

  /**
   * Without a key the backfill goes from page to page, and a row that is updated moves to another
   * one, so that it may never come by; so whoever moves it has it filled.
   */
  static String fillsWhatItTouches(PostgresSql sql, Table table, List<Column> filled) {
    return table.key().isEmpty() && !filled.isEmpty()
        ? filled.stream()
            .map(column -> "NEW." + sql.quote(column.name()) + " IS NULL")
            .collect(Collectors.joining(" AND ", " OR (", ")"))
        : "";
  }

  /** Tells whether the statement gave no value to any old column that the new ones can fill. */
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
    return "PERFORM " + history.noteFunction() + "('" + dualWrite.id() + "', '" + kind + "');";
  }

  private String up(Target target, String row) {
    Table table = dualWrite.table();
    return sql.over(row, table, table.mentionedIn(target.up()), target.up());
  }

  /** Tells whether the old side means other values now; other changes are none of the new one. */
  private String oldSideChanged() {
    return "("
        + row(target -> up(target, "OLD"))
        + PostgresSql.DIFFERS
        + row(target -> up(target, "NEW"))
        + ")";
  }

  private String downs() {
    Table readable = dualWrite.table().withColumns(dualWrite.readable());
    return dualWrite.downs().entrySet().stream()
        .map(
            down ->
                "NEW."
                    + sql.quote(down.getKey())
                    + " := "
                    + sql.over(
                        "NEW", readable, readable.mentionedIn(down.getValue()), down.getValue())
                    + ";\n")
        .collect(Collectors.joining());
  }

  /** Records each statement that wrote to the old side alone. */
  String recordsOldWrites() {
    return "IF TG_OP = 'INSERT' THEN IF "
        + unfilled("NEW")
        + " AND ("
        + each(target -> up(target, "NEW") + " IS NOT NULL", " OR ")
        + ") THEN "
        + note(HistoryTables.OLD_WRITE)
        + " END IF;\nELSIF NOT "
        + newSideChanged()
        + " AND "
        + oldSideChanged()
        + " THEN "
        + note(HistoryTables.OLD_WRITE)
        + " END IF;\n";
  }
}
