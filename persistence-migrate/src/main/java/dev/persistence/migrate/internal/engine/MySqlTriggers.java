package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import java.util.List;
import java.util.Locale;

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
    MySqlDualWrite body = new MySqlDualWrite(sql, history, dualWrite);
    return List.of(
        trigger(dualWrite.id(), dualWrite.table(), "INSERT", body.onInsert()),
        trigger(dualWrite.id(), dualWrite.table(), "UPDATE", body.onUpdate()));
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
            + sql.over("NEW", fill.table(), fill.table().mentionedIn(fill.value()), fill.value())
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
    MySqlDualWrite body = new MySqlDualWrite(sql, history, dualWrite);
    return List.of(
        watch(dualWrite, "INSERT", body.recordsOldInsert()),
        watch(dualWrite, "UPDATE", body.recordsOldUpdate()));
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
  public MoveTriggers moving(Moving moving) {
    throw new UnsupportedOperationException(
        "MySQL and MariaDB let no trigger write the table whose statement set it off, and end a"
            + " whole transaction for a deadlock, so that old and new versions could not write"
            + " both tables without failures");
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
