package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Triggers of PostgreSQL: one function for a pair of triggers before insert and before update.
 *
 * <p>Statements on other columns set off nothing. Of a table that has triggers of somebody else
 * before an update, these may change what the statement did not name, so that {@code UPDATE OF}
 * would not see it: there a WHEN compares, which costs each statement some microseconds. Values are
 * compared as images, since an operator may call two texts equal that a client told apart. The
 * search path is fixed to that of the runner, so that no client's own decides what an expression
 * means.
 */
record PostgresTriggers(PostgresSql sql, HistoryTables history) implements Triggers {

  private static final String BYPASS = "persistence_migrate.bypass";

  @Override
  public List<Change> create(DualWrite dualWrite) {
    List<Column> both = new ArrayList<>(dualWrite.sources());
    both.addAll(dualWrite.columns());
    PostgresDualWrite body = new PostgresDualWrite(sql, history, dualWrite);
    return pair(
        new Pair(dualWrite.id(), dualWrite.table(), both, dualWrite.columns()),
        body.variables(),
        body.keepsInStep());
  }

  @Override
  public List<Change> create(Fill fill) {
    Column column = fill.table().column(fill.column()).orElseThrow();
    String filled = "NEW." + sql.quote(fill.column());
    String value =
        sql.over("NEW", fill.table(), fill.table().mentionedIn(fill.value()), fill.value());
    String body = "IF " + filled + " IS NULL THEN " + filled + " := " + value + "; END IF;\n";
    return pair(new Pair(fill.id(), fill.table(), List.of(column), List.of(column)), "", body);
  }

  /** Triggers on changes of columns; what they fill, if anything. */
  private record Pair(String id, Table table, List<Column> columns, List<Column> filled) {}

  private List<Change> pair(Pair pair, String variables, String body) {
    String function = sql.beside(pair.table(), pair.id());
    String definition =
        "CREATE OR REPLACE FUNCTION "
            + function
            + "() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $persistence$\n"
            + "#variable_conflict use_column\n"
            + "DECLARE "
            + variables
            + "\nBEGIN\n"
            + body
            + "RETURN NEW;\nEND $persistence$";
    List<Change> changes = new ArrayList<>();
    changes.add(Change.of(definition, sql.functionExists(function, true)));
    changes.add(trigger(pair, "i", "INSERT", ""));
    changes.add(trigger(pair, "u", updateOf(pair), " WHEN (" + changed(pair) + ")"));
    return changes;
  }

  /** Statements on other columns cost nothing then. */
  private String updateOf(Pair pair) {
    return mayChangeUnnamed(pair.table())
        ? "UPDATE"
        : pair.columns().stream()
            .map(column -> sql.quote(column.name()))
            .collect(Collectors.joining(", ", "UPDATE OF ", ""));
  }

  /**
   * Tells whether a column may change that the statement does not name, or must be looked after.
   */
  private static boolean mayChangeUnnamed(Table table) {
    return table.rewritten() || table.key().isEmpty();
  }

  /** The bypass is asked for here, where it spares the backfill the call of the function. */
  private String changed(Pair pair) {
    String notBypassed =
        "pg_catalog.current_setting('" + BYPASS + "', true) IS DISTINCT FROM '" + pair.id() + "'";
    if (!mayChangeUnnamed(pair.table())) {
      return notBypassed; // What has not changed the function sees faster than a condition does.
    }
    String filled = PostgresDualWrite.fillsWhatItTouches(sql, pair.table(), pair.filled());
    return "("
        + sql.image("OLD", pair.columns())
        + PostgresSql.DIFFERS
        + sql.image("NEW", pair.columns())
        + filled
        + ") AND "
        + notBypassed;
  }

  private Change trigger(Pair pair, String suffix, String event, String when) {
    String name = pair.id() + suffix;
    return Change.of(
        "CREATE TRIGGER "
            + sql.quote(Identifier.of(name))
            + " BEFORE "
            + event
            + " ON "
            + sql.quote(pair.table().name())
            + " FOR EACH ROW"
            + when
            + " EXECUTE FUNCTION "
            + sql.beside(pair.table(), pair.id())
            + "()",
        sql.triggerExists(pair.table(), name, true));
  }

  @Override
  public List<Change> drop(String id, Table table, List<Change> created) {
    return List.of(
        dropTrigger(table, id + "i"), dropTrigger(table, id + "u"), dropFunction(table, id));
  }

  private Change dropTrigger(Table table, String name) {
    return Change.of(
        "DROP TRIGGER IF EXISTS "
            + sql.quote(Identifier.of(name))
            + " ON "
            + sql.quote(table.name()),
        sql.triggerExists(table, name, false));
  }

  private Change dropFunction(Table table, String id) {
    String function = sql.beside(table, id);
    return Change.of(
        "DROP FUNCTION IF EXISTS " + function + "()", sql.functionExists(function, false));
  }

  @Override
  public List<Change> createWatch(DualWrite dualWrite) {
    String body = new PostgresDualWrite(sql, history, dualWrite).recordsOldWrites();
    return pair(
        new Pair(watchId(dualWrite.id()), dualWrite.table(), dualWrite.sources(), List.of()),
        "",
        body);
  }

  /** Sorts before the triggers that keep the sides in step, so that it sees the statement's own. */
  private static String watchId(String id) {
    return "a" + id;
  }

  @Override
  public List<Change> dropWatch(String id, Table table) {
    return drop(watchId(id), table, List.of());
  }

  @Override
  public MoveTriggers moving(Moving moving) {
    PostgresMove body = new PostgresMove(sql, history, moving);
    return new PostgresMoveTriggers(sql, body, moving).all();
  }

  @Override
  public String bypass(String id) {
    return "SET LOCAL " + BYPASS + " = '" + id + "'";
  }

  @Override
  public String endBypass() {
    return "";
  }
}
