package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.sql.Identifier;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a trigger sees of a row before it is stored: not what the server works out behind it. An
 * expression over that would give another value in a trigger than in the backfill.
 */
record TriggerSight(Workbench workbench, Table table) {

  /**
   * Refuses an expression over what a trigger does not see.
   *
   * @param subject what the expression is, for the message
   * @param more further columns that it may read, each with a comma before it
   */
  void require(String subject, String expression, String more) throws SQLException {
    List<Identifier> unseen = new ArrayList<>(unseen());
    unseen.retainAll(Columns.names(table.mentionedIn(expression)));
    if (!unseen.isEmpty() && !worksWithout(unseen, expression, more)) {
      throw new Refusal(
          subject
              + " reads "
              + unseen
              + ", which the server computes or numbers only after triggers have run, or changes by"
              + " a foreign key, which sets off none",
          "Write what it is computed from instead; what the server numbers only the application can"
              + " put into another column; let a foreign key neither CASCADE nor SET NULL");
    }
  }

  private List<Identifier> unseen() throws SQLException {
    return workbench.engine().catalog().unknownToTriggers(workbench.connection(), table);
  }

  /** Tells whether the names stand in the text without being read, as in a literal. */
  private boolean worksWithout(List<Identifier> unseen, String expression, String more)
      throws SQLException {
    String columns =
        table.columns().stream()
            .map(Column::name)
            .filter(name -> !unseen.contains(name))
            .map(name -> ", " + workbench.quote(name))
            .collect(Collectors.joining());
    String from =
        " FROM (SELECT 1 AS zz_one"
            + columns
            + more
            + " FROM "
            + workbench.engine().dialect().quote(table.name())
            + " LIMIT 0) AS "
            + workbench.quote(table.name().name());
    try {
      Sql.run(workbench.connection(), "SELECT (" + expression + ")" + from);
      return true;
    } catch (SQLException failure) {
      if (workbench.engine().dialect().classify(failure) == FailureKind.CONNECTION_LOST) {
        throw failure;
      }
      return false;
    }
  }
}
