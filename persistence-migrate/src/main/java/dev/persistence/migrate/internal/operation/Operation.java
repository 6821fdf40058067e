package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * One change of a schema: what it is, the steps it takes, and what must hold of the rows.
 *
 * <p>The steps are worked out once, against the catalog from before, and kept in the journal; all
 * later phases take them from there.
 */
public interface Operation {

  /** Returns one line that differs for everything that makes a difference. */
  String describe();

  /**
   * Adds the steps of each phase.
   *
   * @throws Refusal if the operation does not fit the database
   */
  void plan(Draft draft) throws SQLException;

  /** Returns the table whose rows it fills, if it fills any. */
  default Optional<TableName> filled() {
    return Optional.empty();
  }

  /** Returns what must hold between columns of each row, if anything. */
  default Optional<Sync> sync(Workbench workbench) throws SQLException {
    return Optional.empty();
  }

  /** Returns what an abort would lose, as a condition on rows, if anything. */
  default Optional<Loss> loss(Workbench workbench) throws SQLException {
    return Optional.empty();
  }

  /** Returns what stands against the contract phase, such as a view of a column that goes. */
  default List<String> obstacles(Workbench workbench) throws SQLException {
    return List.of();
  }

  /**
   * Rows whose new value the old columns cannot give back.
   *
   * @param condition SQL text over the table
   */
  record Loss(Table table, String column, String condition) {}
}
