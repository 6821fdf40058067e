package dev.persistence.migrate.internal.operation;

import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Change;
import dev.persistence.migrate.internal.engine.LockTaken;
import dev.persistence.migrate.internal.engine.Names;
import dev.persistence.migrate.internal.engine.Step;
import java.sql.SQLException;
import java.util.List;

/**
 * Runs statements as they are. On PostgreSQL each is one with its entry in the journal; elsewhere
 * it may run again after a crash, and so must bear repetition.
 */
public record RawSql(String statement, String undo) implements Operation {

  private static final int NAME_LENGTH = 16;

  @Override
  public String describe() {
    return "sql " + statement + " undo " + undo;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    draft.lint(Phase.EXPAND, statement);
    draft.add(Phase.EXPAND, null, List.of(step("run", statement)));
    draft.addFirst(Phase.ABORT, null, step("undo", undo));
  }

  static Step step(String verb, String statement) {
    return Step.together(
        verb + " statement " + Names.digest(statement).substring(0, NAME_LENGTH),
        LockTaken.ACCESS_EXCLUSIVE,
        List.of(Change.repeatable(statement)));
  }
}
