/** Real database servers without Docker, faults, and a consistency checker for tests. */
module dev.persistence.testkit {
  requires transitive dev.persistence.core;
  requires static transitive org.jspecify;

  exports dev.persistence.testkit;
  exports dev.persistence.testkit.history;
  exports dev.persistence.testkit.time;
}
