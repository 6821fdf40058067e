package dev.persistence.lifecycle.subject;

import dev.persistence.core.Explanation;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One of the databases, and what is to become of its rows. */
final class DatabaseTarget {

  final String name;
  final DataSource dataSource;
  final Catalog catalog;
  final SubjectRules rules;
  final int batchRows;
  final Transactions transactions;

  DatabaseTarget(SubjectDatabaseBuilder options) {
    this.name = options.name;
    this.dataSource = options.dataSource;
    this.catalog = options.catalog;
    this.rules = new SubjectRules(options.anonymizers, options.kept, options.deleted);
    this.batchRows = options.batchRows;
    this.transactions =
        Transactions.builder(dataSource).isolation(Isolation.READ_COMMITTED).build();
    StepOrder.of(new SubjectGraph(catalog, rules));
  }

  /** Reads the schema as it is now. */
  SubjectGraph scan() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return scan(connection);
    }
  }

  SubjectGraph scan(Connection connection) throws SQLException {
    return new SubjectGraph(catalog.rescan(connection), rules);
  }

  StorePlan plan(ErasureOrder order) {
    try {
      SubjectGraph graph = scan();
      List<Step> steps = StepOrder.of(graph);
      return transactions.call(connection -> plan(connection, order, graph, steps));
    } catch (SQLException failure) {
      return new StorePlan(name, List.of(), failure);
    }
  }

  private StorePlan plan(
      Connection connection, ErasureOrder order, SubjectGraph graph, List<Step> steps)
      throws SQLException {
    Leftover leftover = new Leftover(graph, new SubjectSql(graph, order.subject()));
    boolean held = new Traces(graph).isHeld(connection, order);
    List<PlannedStep> planned = new ArrayList<>();
    for (Step step : steps) {
      Leftover.Rows left = leftover.count(connection, step);
      planned.add(
          new PlannedStep(
              step.table(),
              step.action(),
              left.all(),
              held ? left.all() : left.held(),
              because(step)));
    }
    return new StorePlan(name, planned, null);
  }

  private @Nullable String because(Step step) {
    Edge edge = step.edge();
    return edge == null ? rules.kept().get(step.table()) : edge.key().name().name();
  }

  /**
   * Returns the erasure by this plan, over the schema as it is now.
   *
   * @throws PlanRefusedException if the schema has changed since
   */
  DatabaseErasure prepare(StorePlan plan, ErasureOrder order) throws SQLException {
    SubjectGraph graph = scan();
    List<Step> steps = StepOrder.of(graph);
    boolean same = steps.size() == plan.steps().size();
    for (int i = 0; same && i < steps.size(); i++) {
      same = isAsPlanned(steps.get(i), plan.steps().get(i));
    }
    if (!same) {
      throw changed("Nothing was erased by " + order);
    }
    DatabaseErasure erasure = new DatabaseErasure(this, graph, steps, order);
    erasure.begin();
    return erasure;
  }

  private PlanRefusedException changed(String what) {
    return new PlanRefusedException(
        Reason.DRIFT,
        null,
        null,
        new Explanation(
            what,
            "the tables of \"" + name + "\", or their rules, are not those that the plan shows",
            "Make a new plan for the request"));
  }

  /**
   * Refuses a schema that is not any more what the steps were made of.
   *
   * @param what was not done to its end, for the message
   */
  void requireSteps(Connection connection, List<Step> steps, String what) throws SQLException {
    if (!StepOrder.of(scan(connection)).equals(steps)) {
      throw changed(what);
    }
  }

  private boolean isAsPlanned(Step step, PlannedStep planned) {
    return step.table().equals(planned.table())
        && step.action() == planned.action()
        && Objects.equals(because(step), planned.because());
  }
}
