package dev.persistence.migrate.internal.engine;

import java.util.List;

/**
 * What keeps a column in step with its successor in another table. Of two tables that are locked
 * the first is that which the clients write that are left: whoever has locked it goes on to the
 * other one, and so would never leave it to a step that came from there.
 *
 * @param abort drops them, and locks the source first, as old clients do
 * @param contract drops them, and locks the target first, as new clients do
 * @param watch records each write to the old side alone
 */
public record MoveTriggers(
    List<Change> create,
    List<Change> abort,
    List<Change> contract,
    List<Change> watch,
    List<Change> dropWatch) {

  public MoveTriggers {
    create = List.copyOf(create);
    abort = List.copyOf(abort);
    contract = List.copyOf(contract);
    watch = List.copyOf(watch);
    dropWatch = List.copyOf(dropWatch);
  }
}
