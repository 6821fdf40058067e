/** Real database servers without Docker, faults, and a consistency checker for tests. */
module dev.persistence.testkit {
  requires static transitive org.jspecify;

  exports dev.persistence.testkit;
}
