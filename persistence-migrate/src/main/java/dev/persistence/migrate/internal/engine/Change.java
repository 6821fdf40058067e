package dev.persistence.migrate.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * One statement that changes the schema.
 *
 * @param statement SQL text
 * @param fallback what to run if the server cannot do the statement in its own way: instead of it
 *     when it is made alone, and before trying again when it is one of several; or null
 * @param probe a query for a truth value: has it happened already? Null if repeating does no harm
 * @param undo takes it back when it, made alone, or a later change of the step fails and there is
 *     no transaction to roll back; or null
 */
public record Change(
    String statement, @Nullable String fallback, @Nullable String probe, @Nullable String undo) {

  static Change of(String statement, String probe) {
    return new Change(statement, null, probe, null);
  }

  static Change of(String statement, @Nullable String fallback, String probe) {
    return new Change(statement, fallback, probe, null);
  }

  /** Returns a change of which the catalog does not tell whether it has happened. */
  public static Change repeatable(String statement) {
    return new Change(statement, null, null, null);
  }

  Change undoneBy(String statementOfUndo) {
    return new Change(statement, fallback, probe, statementOfUndo);
  }
}
