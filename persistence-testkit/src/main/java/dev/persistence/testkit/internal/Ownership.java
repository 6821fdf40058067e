package dev.persistence.testkit.internal;

/** Whether who holds a server may break it, or others use it too. */
public enum Ownership {
  EXCLUSIVE,
  SHARED;

  /** Refuses what would break the server for others. */
  public void requireExclusive(String verb) {
    if (this == SHARED) {
      throw new IllegalStateException(
          "cannot "
              + verb
              + " a server that others use too; ask for servers of your own: with isolated = true"
              + " in the annotation, or by starting them in the test");
    }
  }
}
