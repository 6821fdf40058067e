package dev.persistence.migrate.internal.engine;

import java.util.List;

/**
 * Changes that are made together, or one that must be made alone.
 *
 * @param name unique within its phase
 * @param mode how they are made
 */
public record Step(String name, LockTaken lock, Mode mode, List<Change> changes) {

  /** How the changes of a step are made. */
  public enum Mode {
    /** In one transaction, or under one table lock where statements commit by themselves. */
    TOGETHER,
    /** Outside a transaction, beside readers and writers. */
    ALONE
  }

  public Step {
    changes = List.copyOf(changes);
  }

  public static Step together(String name, LockTaken lock, List<Change> changes) {
    return new Step(name, lock, Mode.TOGETHER, changes);
  }

  public static Step alone(String name, LockTaken lock, Change... changes) {
    return new Step(name, lock, Mode.ALONE, List.of(changes));
  }
}
