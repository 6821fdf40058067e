package dev.persistence.testkit.postgres;

/** Whether who holds a cluster may break its servers, or others use them too. */
enum Ownership {
  EXCLUSIVE,
  SHARED;

  void requireExclusive(String verb) {
    if (this == SHARED) {
      throw new IllegalStateException(
          "cannot "
              + verb
              + " a server that others use too; ask for a cluster of your own with"
              + " @WithPostgres(isolated = true) or PostgresCluster.builder()");
    }
  }
}
