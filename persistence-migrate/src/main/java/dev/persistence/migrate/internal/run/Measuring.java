package dev.persistence.migrate.internal.run;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.MeasuredStep;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.PlannedStep;
import dev.persistence.migrate.internal.engine.Change;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Step;
import dev.persistence.migrate.internal.engine.Table;
import dev.persistence.migrate.internal.operation.Draft;
import dev.persistence.migrate.internal.operation.Workbench;
import dev.persistence.migrate.lint.TableLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the steps of a plan on clones of their tables and looks up what the server did: one
 * transaction for each step, so that its locks are its own. Not thread-safe.
 */
final class Measuring {

  private final Workbench workbench;
  private final Connection connection;
  private final Map<TableName, OneRowClone> clones = new HashMap<>();

  Measuring(Workbench workbench) {
    this.workbench = workbench;
    this.connection = workbench.connection();
  }

  List<MeasuredStep> measure(Draft draft) throws SQLException {
    List<MeasuredStep> measured = new ArrayList<>();
    try {
      for (Phase phase : List.of(Phase.EXPAND, Phase.SWITCH, Phase.CONTRACT)) {
        for (Draft.Placed placed : draft.steps().getOrDefault(phase, List.of())) {
          measured.add(measure(phase, placed));
        }
        if (phase == Phase.EXPAND) {
          for (OneRowClone clone : clones.values()) {
            clone.fill(); // So that the row has what the triggers give it.
          }
        }
      }
    } finally {
      for (OneRowClone clone : clones.values()) {
        clone.drop();
      }
      OneRowClone.dropFunctions(connection);
    }
    return measured;
  }

  private MeasuredStep measure(Phase phase, Draft.Placed placed) throws SQLException {
    PlannedStep planned = Journal.planned(phase, placed.step());
    if (placed.step().mode() == Step.Mode.ALONE) {
      return unmeasured(planned, "it is made outside a transaction");
    }
    if (placed.tables().size() > 1) {
      return unmeasured(planned, "it is about more than its table");
    }
    Optional<OneRowClone> clone =
        placed.tables().isEmpty() ? Optional.empty() : clone(placed.tables().get(0));
    if (clone.isEmpty()) {
      return unmeasured(planned, "it is about no table that is there");
    }
    List<String> statements =
        placed.step().changes().stream().map(Change::statement).map(clone.get()::renamed).toList();
    if (statements.stream().anyMatch(clone.get()::reachesFarther)) {
      return unmeasured(planned, "it is about more than its table");
    }
    return inTransaction(planned, clone.get(), statements);
  }

  private static MeasuredStep unmeasured(PlannedStep planned, String why) {
    return new MeasuredStep(planned, null, false, false, why);
  }

  private Optional<OneRowClone> clone(TableName name) throws SQLException {
    OneRowClone known = clones.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Table> table = workbench.engine().catalog().find(connection, name);
    if (table.isPresent()) {
      clones.put(name, OneRowClone.create(connection, table.get(), clones.size()));
    }
    return Optional.ofNullable(clones.get(name));
  }

  private MeasuredStep inTransaction(
      PlannedStep planned, OneRowClone clone, List<String> statements) throws SQLException {
    String oid = clone.oid();
    boolean empty = clone.isEmpty();
    connection.setAutoCommit(false);
    boolean committed = false;
    try {
      OneRowClone.Reading before = clone.read(oid);
      for (String statement : statements) {
        Sql.run(connection, statement);
      }
      OneRowClone.Reading after = clone.read(oid);
      TableLock lock = clone.strongestLock(oid);
      connection.commit();
      committed = true;
      boolean rewritten = !after.file().isEmpty() && !after.file().equals(before.file());
      boolean scanned = after.tuples() > before.tuples();
      String remark = empty ? "the table is empty, so that no scan would show" : "";
      return new MeasuredStep(planned, lock, rewritten, scanned, remark);
    } catch (SQLException failure) {
      return unmeasured(planned, "it needs more than a clone: " + failure.getMessage());
    } finally {
      if (!committed) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }
}
