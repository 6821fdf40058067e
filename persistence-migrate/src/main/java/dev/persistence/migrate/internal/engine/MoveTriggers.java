package dev.persistence.migrate.internal.engine;

import java.util.List;

/**
 * What keeps a column in step with its successor in another table.
 *
 * @param watch records each write to the old side alone
 */
public record MoveTriggers(
    List<Change> create, List<Change> drop, List<Change> watch, List<Change> dropWatch) {

  public MoveTriggers {
    create = List.copyOf(create);
    drop = List.copyOf(drop);
    watch = List.copyOf(watch);
    dropWatch = List.copyOf(dropWatch);
  }
}
