package dev.persistence.migrate.internal.operation;

import dev.persistence.migrate.Phase;
import java.sql.SQLException;
import java.util.List;

/** Runs a statement as it is in one phase, as {@link RawSql} does in two. */
public record PhaseSql(Phase phase, String statement) implements Operation {

  @Override
  public String describe() {
    return "sql in " + phase + " " + statement;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    if (phase == Phase.ABORT) {
      draft.addFirst(phase, null, RawSql.step("undo", statement));
      return;
    }
    draft.lint(phase, statement);
    draft.add(phase, null, List.of(RawSql.step("run", statement)));
  }
}
