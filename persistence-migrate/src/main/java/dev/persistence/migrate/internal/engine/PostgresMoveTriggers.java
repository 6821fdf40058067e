package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.migrate.internal.lint.TypeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Triggers of PostgreSQL on the two tables of a column that moves.
 *
 * <p>The functions have the rights of the runner: a client needs none on the other table. Nobody
 * else can make triggers of them.
 */
record PostgresMoveTriggers(PostgresSql sql, PostgresMove body, Moving moving) {

  /** No chain of triggers that ends is as deep; one of somebody's that never would is cut here. */
  private static final String SHALLOW = "pg_catalog.pg_trigger_depth() < 16";

  MoveTriggers all() {
    List<Change> create = new ArrayList<>();
    create.addAll(function(moving.source(), "s", "", body.fromSource()));
    create.addAll(function(moving.target(), "b", "", body.beforeInsert()));
    create.addAll(function(moving.target(), "t", body.variables(), body.fromTarget()));
    create.addAll(settle());
    triggers().forEach(trigger -> create.add(create(trigger)));
    return new MoveTriggers(
        create, drop(moving.source()), drop(moving.target()), watch(), dropWatch());
  }

  private List<Change> drop(Table first) {
    List<Change> drop = new ArrayList<>();
    triggers().stream()
        .sorted(Comparator.comparing(trigger -> !trigger.table().equals(first)))
        .forEach(trigger -> drop.add(drop(trigger)));
    drop.add(dropFunction(moving.source(), "s"));
    drop.add(dropFunction(moving.target(), "b"));
    drop.add(dropFunction(moving.target(), "t"));
    drop.add(dropFunction(moving.source(), "f"));
    return drop;
  }

  /**
   * A trigger.
   *
   * @param prefix of its name, by which triggers are set off in order
   * @param function the ending of its function's name
   * @param event what sets it off, and its ending
   */
  private record Trigger(Table table, String prefix, String function, String event, String when) {
    private String ending() {
      String timed = event.substring(event.indexOf(' ') + 1);
      return function + Character.toLowerCase(timed.charAt(0));
    }
  }

  private List<Trigger> triggers() {
    List<Trigger> triggers = new ArrayList<>(sources("", "s"));
    Identifier column = moving.column().name();
    Table target = moving.target();
    triggers.add(new Trigger(target, "", "b", "BEFORE INSERT", missing(column)));
    triggers.add(new Trigger(target, "", "t", "AFTER INSERT", given(column)));
    String update = "AFTER " + updateOf(target, moving.referring());
    triggers.add(new Trigger(target, "", "t", update, changed(moving.referring())));
    if (moving.create()) {
      triggers.add(new Trigger(target, "", "t", "AFTER DELETE", SHALLOW));
    }
    return triggers;
  }

  private List<Trigger> sources(String prefix, String function) {
    Table source = moving.source();
    String given = given(moving.column().name());
    String update = "AFTER " + updateOf(source, moving.key());
    return List.of(
        new Trigger(source, prefix, function, "AFTER INSERT", given),
        new Trigger(source, prefix, function, update, changed(moving.key())));
  }

  /** Triggers of somebody else may change what a statement does not name. */
  private String updateOf(Table table, Identifier join) {
    return table.rewritten()
        ? "UPDATE"
        : "UPDATE OF " + sql.quote(moving.column().name()) + ", " + sql.quote(join);
  }

  private String given(Identifier column) {
    return SHALLOW + " AND NEW." + sql.quote(column) + " IS NOT NULL";
  }

  private String missing(Identifier column) {
    return SHALLOW + " AND NEW." + sql.quote(column) + " IS NULL";
  }

  private String changed(Identifier join) {
    return SHALLOW + " AND " + image("OLD", join) + PostgresSql.DIFFERS + image("NEW", join);
  }

  private String image(String row, Identifier join) {
    return "ROW("
        + row
        + "."
        + sql.quote(moving.column().name())
        + ", "
        + row
        + "."
        + sql.quote(join)
        + ")::record";
  }

  private String name(Trigger trigger) {
    return trigger.prefix() + moving.id() + trigger.ending();
  }

  private String function(Table table, String name) {
    return sql.beside(table, moving.id() + name);
  }

  private Change create(Trigger trigger) {
    String function =
        sql.beside(trigger.table(), trigger.prefix() + moving.id() + trigger.function());
    return Change.of(
        "CREATE TRIGGER "
            + sql.quote(Identifier.of(name(trigger)))
            + " "
            + trigger.event()
            + " ON "
            + sql.quote(trigger.table().name())
            + " FOR EACH ROW WHEN ("
            + trigger.when()
            + ") EXECUTE FUNCTION "
            + function
            + "()",
        sql.triggerExists(trigger.table(), name(trigger), true));
  }

  private Change drop(Trigger trigger) {
    return Change.of(
        "DROP TRIGGER IF EXISTS "
            + sql.quote(Identifier.of(name(trigger)))
            + " ON "
            + sql.quote(trigger.table().name()),
        sql.triggerExists(trigger.table(), name(trigger), false));
  }

  private List<Change> function(Table table, String name, String variables, String body) {
    return definer(function(table, name), variables, body);
  }

  private List<Change> definer(String function, String variables, String body) {
    String definition =
        "CREATE OR REPLACE FUNCTION "
            + function
            + "() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT"
            + " AS $persistence$\n#variable_conflict use_column\nDECLARE "
            + variables
            + "\nBEGIN\n"
            + body
            + "END $persistence$";
    return List.of(
        Change.of(definition, sql.functionExists(function, true)),
        Change.repeatable("REVOKE ALL ON FUNCTION " + function + "() FROM PUBLIC"));
  }

  private List<Change> settle() {
    String function = function(moving.source(), "f");
    String type = TypeText.castable(moving.column().type());
    String key = moving.source().column(moving.key()).orElseThrow().type();
    String definition =
        "CREATE OR REPLACE FUNCTION "
            + function
            + "(zz_wanted "
            + TypeText.castable(key)
            + ") RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $persistence$\n"
            + "#variable_conflict use_variable\nDECLARE zz_ours "
            + type
            + "; zz_theirs "
            + type
            + ";\nBEGIN\n"
            + body.settle()
            + "END $persistence$";
    String made = "SELECT pg_catalog.to_regproc(" + PostgresSql.literal(function) + ") IS NOT NULL";
    return List.of(Change.of(definition, made));
  }

  private Change dropFunction(Table table, String name) {
    String function = function(table, name);
    return Change.of(
        "DROP FUNCTION IF EXISTS " + function,
        "SELECT pg_catalog.to_regproc(" + PostgresSql.literal(function) + ") IS NULL");
  }

  private List<Change> watch() {
    String function = sql.beside(moving.source(), "a" + moving.id() + "w");
    List<Change> changes = new ArrayList<>(definer(function, "", body.watch()));
    sources("a", "w").forEach(trigger -> changes.add(create(trigger)));
    return changes;
  }

  private List<Change> dropWatch() {
    List<Change> changes = new ArrayList<>();
    sources("a", "w").forEach(trigger -> changes.add(drop(trigger)));
    String function = sql.beside(moving.source(), "a" + moving.id() + "w");
    changes.add(
        Change.of(
            "DROP FUNCTION IF EXISTS " + function + "()", sql.functionExists(function, false)));
    return changes;
  }
}
