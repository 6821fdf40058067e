package dev.persistence.migrate.internal.run;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.Plan;
import dev.persistence.migrate.PlannedStep;
import dev.persistence.migrate.internal.engine.Change;
import dev.persistence.migrate.internal.engine.Names;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.operation.Draft;
import dev.persistence.migrate.internal.operation.OlderViews;
import dev.persistence.migrate.internal.operation.Operation;
import dev.persistence.migrate.internal.operation.Refusal;
import dev.persistence.migrate.internal.operation.Sync;
import dev.persistence.migrate.internal.operation.VersionViews;
import dev.persistence.migrate.internal.operation.Workbench;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A migration as a runner sees it.
 *
 * @param text canonical, of which the checksum is made
 */
public record Work(String version, String description, String text, List<Operation> operations) {

  String checksum() {
    return Names.digest(text);
  }

  /** Works out the steps against the catalog of now. */
  Draft draft(Workbench workbench) throws SQLException {
    return refusing(
        () -> {
          Draft draft = new Draft(workbench);
          for (Operation operation : VersionViews.behindTheOthers(operations)) {
            operation.plan(draft);
          }
          OlderViews.plan(draft);
          Optional<String> obstacle =
              workbench.engine().catalog().triggerObstacle(workbench.connection());
          if (obstacle.isPresent() && needsTriggers(draft)) {
            throw new Refusal(obstacle.get(), "Give the user that right, or turn the option on");
          }
          draft.tryOutOnCopies();
          return draft;
        });
  }

  private static boolean needsTriggers(Draft draft) {
    return statements(draft, Phase.EXPAND).anyMatch(sql -> sql.startsWith("CREATE TRIGGER"));
  }

  private static Stream<String> statements(Draft draft, Phase phase) {
    return draft.steps().getOrDefault(phase, List.of()).stream()
        .flatMap(placed -> placed.step().changes().stream())
        .map(Change::statement);
  }

  /** Returns all statements of the phases, for the history. */
  static String sql(Draft draft, Phase... phases) {
    return Stream.of(phases)
        .flatMap(phase -> statements(draft, phase))
        .collect(Collectors.joining(";\n"));
  }

  Plan plan(Draft draft) {
    List<PlannedStep> steps = new ArrayList<>();
    draft
        .steps()
        .forEach(
            (phase, placed) ->
                placed.forEach(one -> steps.add(Journal.planned(phase, one.step()))));
    return new Plan(version, description, steps, draft.findings());
  }

  /** Returns what must hold between the columns of each row. */
  List<Sync> syncs(Workbench workbench) throws SQLException {
    return refusing(
        () -> {
          List<Sync> syncs = new ArrayList<>();
          for (Operation operation : operations) {
            operation.sync(workbench).ifPresent(syncs::add);
          }
          for (Sync sync : syncs) {
            workbench.requireAllRows(sync.table());
          }
          return syncs;
        });
  }

  /** Returns what an abort would lose. */
  List<Operation.Loss> losses(Workbench workbench) throws SQLException {
    return refusing(
        () -> {
          List<Operation.Loss> losses = new ArrayList<>();
          for (Operation operation : operations) {
            operation.loss(workbench).ifPresent(losses::add);
          }
          for (Operation.Loss loss : losses) {
            workbench.requireAllRows(loss.table());
          }
          return losses;
        });
  }

  /** Returns what stands against the contract phase. */
  List<String> obstacles(Workbench workbench) throws SQLException {
    return refusing(
        () -> {
          List<String> obstacles = new ArrayList<>();
          for (Operation operation : operations) {
            obstacles.addAll(operation.obstacles(workbench));
          }
          obstacles.addAll(VersionViews.needing(workbench, Phase.CONTRACT));
          return obstacles;
        });
  }

  /** Returns which rows hold what the contract phase would forbid, and stop at. */
  List<String> forbidden(Workbench workbench) throws SQLException {
    List<String> forbidden = new ArrayList<>();
    for (Sync sync : syncs(workbench)) {
      if (!sync.forbidden().equals(Sync.NEVER)) {
        Dialect dialect = workbench.engine().dialect();
        String rows = dialect.quote(sync.table().name()) + " WHERE " + sync.forbidden();
        long count = Sql.number(workbench.connection(), "SELECT COUNT(*) FROM " + rows);
        if (count > 0) {
          List<Identifier> key = sync.table().key();
          String columns = key.isEmpty() ? "*" : dialect.quote(key);
          forbidden.add(
              count + " rows hold what will be forbidden: SELECT " + columns + " FROM " + rows);
        }
      }
    }
    return forbidden;
  }

  private interface Refusing<T> {
    T get() throws SQLException;
  }

  private <T> T refusing(Refusing<T> question) throws SQLException {
    try {
      return question.get();
    } catch (Refusal refusal) {
      throw new InvalidMigrationException(
          version,
          new Explanation(
              "Migration " + version + " does not fit the database",
              String.valueOf(refusal.getMessage()),
              refusal.remedy()));
    }
  }
}
