package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Change;
import dev.persistence.migrate.internal.engine.Names;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Step;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes that a plan has for tables of MySQL or MariaDB, made on empty copies of them. What
 * the server makes beside writers depends on a table's engine, its row format, its indexes, its
 * partitions; so it is asked itself before anything is changed, and not in the middle of a phase
 * from which there may be no way back.
 */
final class EmptyCopies {

  private static final Logger LOG = LoggerFactory.getLogger(EmptyCopies.class);

  private final Workbench workbench;

  /** Quoted names of tables, and those of their copies. */
  private final Map<String, String> copies = new LinkedHashMap<>();

  EmptyCopies(Workbench workbench) {
    this.workbench = workbench;
  }

  /** Refuses a plan with a step that the server would not make. */
  void tryOut(Map<Phase, List<Draft.Placed>> steps) throws SQLException {
    boolean checks = Sql.truth(workbench.connection(), "SELECT @@SESSION.foreign_key_checks");
    // As in the step that adds a foreign key; and so copies may be dropped in any order.
    run("SET SESSION foreign_key_checks = 0");
    try {
      for (Phase end : List.of(Phase.ABORT, Phase.CONTRACT)) {
        if (steps.containsKey(end)) {
          tryOut(steps.getOrDefault(Phase.EXPAND, List.of()), steps.get(end));
        }
      }
    } finally {
      if (!workbench.connection().isClosed()) { // As some pools do for what was refused.
        run("SET SESSION foreign_key_checks = " + (checks ? 1 : 0));
      }
    }
  }

  private void tryOut(List<Draft.Placed> expand, List<Draft.Placed> end) throws SQLException {
    try {
      for (Draft.Placed placed : Stream.of(expand, end).flatMap(List::stream).toList()) {
        if (isCopied(placed.tables())) {
          make(placed);
        }
      }
    } finally {
      if (!workbench.connection().isClosed()) {
        for (String copy : copies.values()) {
          run("DROP TABLE " + copy);
        }
      }
      copies.clear();
    }
  }

  /** Returns false for a user without that right, or a table in use: the phases will tell. */
  private boolean isCopied(List<TableName> tables) throws SQLException {
    for (TableName table : tables) {
      String quoted = workbench.engine().dialect().quote(table);
      if (!copies.containsKey(quoted)) {
        long session = workbench.engine().sessions().id(workbench.connection());
        Identifier name = Identifier.of(Names.of("copy", session + " " + table));
        String copy = workbench.engine().dialect().quote(new TableName(table.schema(), name));
        try {
          run("CREATE TABLE " + copy + " LIKE " + quoted);
        } catch (SQLException failure) {
          requireConnection(failure);
          LOG.debug("Nothing is tried out on a copy of {}", table, failure);
          return false;
        }
        copies.put(quoted, copy);
      }
    }
    return !tables.isEmpty();
  }

  private void make(Draft.Placed placed) throws SQLException {
    for (Change change : placed.step().changes()) {
      try {
        make(placed.step(), change);
      } catch (SQLException failure) {
        requireConnection(failure);
        throw new Refusal(
            "the server does not make the step \""
                + placed.step().name()
                + "\" beside writers of \""
                + placed.tables().get(0)
                + "\": "
                + failure.getMessage(),
            "Change what it names before, in a migration of its own; or make this change by hand"
                + " when writers may wait, and leave it out");
      }
    }
  }

  private void make(Step step, Change change) throws SQLException {
    if (!change.statement().startsWith("ALTER TABLE ")) {
      return;
    }
    try {
      run(onCopies(change.statement()));
    } catch (SQLException failure) {
      String fallback = change.fallback();
      if (fallback == null || !workbench.engine().sessions().isUnsupported(failure)) {
        throw failure;
      }
      run(onCopies(fallback));
      if (step.mode() == Step.Mode.TOGETHER) {
        run(onCopies(change.statement()));
      }
    }
  }

  private String onCopies(String statement) {
    String changed = statement;
    for (Map.Entry<String, String> copy : copies.entrySet()) {
      changed = changed.replace(copy.getKey(), copy.getValue());
    }
    return changed;
  }

  private void run(String statement) throws SQLException {
    Sql.run(workbench.connection(), statement);
  }

  private void requireConnection(SQLException failure) throws SQLException {
    if (workbench.engine().dialect().classify(failure) == FailureKind.CONNECTION_LOST) {
      throw failure;
    }
  }
}
