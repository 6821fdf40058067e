package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Triggers of MySQL and MariaDB: one before insert and one before update.
 *
 * <p>With a trigger before insert, both check NOT NULL after it, so that a client may leave out an
 * old column that needs a value.
 */
record MySqlTriggers(MySqlSql sql, HistoryTables history) implements Triggers {

  private static final String BYPASS = "@persistence_migrate_bypass";

  @Override
  public List<Change> create(DualWrite dualWrite) {
    return List.of(
        trigger(dualWrite.id(), dualWrite.table(), "INSERT", onInsert(dualWrite)),
        trigger(dualWrite.id(), dualWrite.table(), "UPDATE", onUpdate(dualWrite)));
  }

  @Override
  public List<Change> create(Fill fill) {
    String filled = "NEW." + sql.quote(fill.column());
    String body =
        "IF "
            + filled
            + " IS NULL THEN SET "
            + filled
            + " = "
            + over("NEW", fill.table(), fill.value())
            + "; END IF;\n";
    return List.of(
        trigger(fill.id(), fill.table(), "INSERT", body),
        trigger(fill.id(), fill.table(), "UPDATE", body));
  }

  private static String name(String id, String event) {
    return id + event.substring(0, 1).toLowerCase(Locale.ROOT);
  }

  private Change trigger(String id, Table table, String event, String body) {
    return Change.of(
        "CREATE TRIGGER "
            + sql.beside(table, name(id, event))
            + " BEFORE "
            + event
            + " ON "
            + sql.quote(table.name())
            + " FOR EACH ROW\nBEGIN\nIF NOT ("
            + BYPASS
            + " <=> '"
            + id
            + "') THEN\n"
            + body
            + "END IF;\nEND",
        "SELECT " + sql.trigger(table, name(id, event)));
  }

  private String over(String row, Table table, String expression) {
    return sql.over(row, table, table.mentionedIn(expression), expression);
  }

  private String up(DualWrite dualWrite, String row) {
    return over(row, dualWrite.table(), dualWrite.up());
  }

  private String target(DualWrite dualWrite, String row) {
    return row + "." + sql.quote(dualWrite.target().name());
  }

  private String onInsert(DualWrite dualWrite) {
    String target = target(dualWrite, "NEW");
    StringBuilder body = new StringBuilder("IF " + target + " IS NULL THEN SET " + target + " = ");
    body.append(up(dualWrite, "NEW")).append(";\n");
    if (!dualWrite.downs().isEmpty()) {
      body.append("ELSEIF ").append(nothingGiven(dualWrite)).append(" THEN\n");
      body.append(downs(dualWrite));
      body.append("ELSEIF NOT ").append(agree(dualWrite)).append(" THEN\n");
      body.append(conflictOnInsert(dualWrite)).append(downs(dualWrite));
    }
    return body.append("END IF;\n").toString();
  }

  private String onUpdate(DualWrite dualWrite) {
    Column column = dualWrite.target();
    String target = target(dualWrite, "NEW");
    String unchanged = MySqlSql.same(target(dualWrite, "OLD"), target, column.textual());
    StringBuilder body = new StringBuilder("IF NOT " + unchanged + " THEN\n");
    if (dualWrite.downs().isEmpty()) {
      body.append("SET @persistence_migrate_none = NULL;\n");
    } else {
      body.append("IF NOT ").append(agree(dualWrite)).append(" THEN\n");
      body.append("IF NOT ").append(oldSideUnchanged(dualWrite)).append(" THEN ");
      body.append(note(dualWrite, HistoryTables.CONFLICT)).append(" END IF;\n");
      body.append(downs(dualWrite)).append("END IF;\n");
    }
    body.append("ELSEIF NOT ").append(oldSideUnchanged(dualWrite)).append(" THEN SET ");
    body.append(target).append(" = ").append(up(dualWrite, "NEW")).append(";\nEND IF;\n");
    return body.toString();
  }

  private String agree(DualWrite dualWrite) {
    Column column = dualWrite.target();
    String wanted = MySqlSql.kept(up(dualWrite, "NEW"), column);
    return MySqlSql.same(target(dualWrite, "NEW"), wanted, column.textual());
  }

  /** Tells whether the old side means the same value still; other changes do not matter. */
  private String oldSideUnchanged(DualWrite dualWrite) {
    return MySqlSql.same(up(dualWrite, "OLD"), up(dualWrite, "NEW"), dualWrite.target().textual());
  }

  private String nothingGiven(DualWrite dualWrite) {
    return dualWrite.written().stream()
        .map(column -> "NEW." + sql.quote(column.name()) + " IS NULL")
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  /** What a default gave contradicts nobody. */
  private String conflictOnInsert(DualWrite dualWrite) {
    boolean mayBeDefault =
        dualWrite.written().stream().anyMatch(column -> column.defaultValue() != null);
    return mayBeDefault ? "" : note(dualWrite, HistoryTables.CONFLICT) + "\n";
  }

  private String note(DualWrite dualWrite, String kind) {
    return history.insertEvent(dualWrite.id(), kind) + ";";
  }

  private String downs(DualWrite dualWrite) {
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

  @Override
  public List<Change> drop(String id, Table table, List<Change> created) {
    return List.of(
        drop(table, name(id, "INSERT")).undoneBy(created.get(0).statement()),
        drop(table, name(id, "UPDATE")).undoneBy(created.get(1).statement()));
  }

  private Change drop(Table table, String name) {
    return Change.of(
        "DROP TRIGGER IF EXISTS " + sql.beside(table, name),
        "SELECT NOT " + sql.trigger(table, name));
  }

  @Override
  public List<Change> createWatch(DualWrite dualWrite) {
    String newUnchanged =
        MySqlSql.same(
            target(dualWrite, "OLD"), target(dualWrite, "NEW"), dualWrite.target().textual());
    String recorded = note(dualWrite, HistoryTables.OLD_WRITE) + " END IF;\n";
    return List.of(
        watch(
            dualWrite,
            "INSERT",
            "IF "
                + target(dualWrite, "NEW")
                + " IS NULL AND "
                + up(dualWrite, "NEW")
                + " IS NOT NULL THEN "
                + recorded),
        watch(
            dualWrite,
            "UPDATE",
            "IF "
                + newUnchanged
                + " AND NOT "
                + oldSideUnchanged(dualWrite)
                + " THEN "
                + recorded));
  }

  /** Runs before the triggers that keep the sides in step, so that it sees the statement's own. */
  private Change watch(DualWrite dualWrite, String event, String body) {
    Change change = trigger(watchId(dualWrite.id()), dualWrite.table(), event, body);
    String order =
        " FOR EACH ROW PRECEDES " + sql.quote(Identifier.of(name(dualWrite.id(), event)));
    return new Change(
        change.statement().replaceFirst(" FOR EACH ROW", order), null, change.probe(), null);
  }

  private static String watchId(String id) {
    return "a" + id;
  }

  @Override
  public List<Change> dropWatch(String id, Table table) {
    return List.of(
        drop(table, name(watchId(id), "INSERT")), drop(table, name(watchId(id), "UPDATE")));
  }

  @Override
  public String bypass(String id) {
    return "SET " + BYPASS + " = '" + id + "'";
  }

  @Override
  public String endBypass() {
    return "SET " + BYPASS + " = NULL";
  }
}
