/** Real database servers without Docker, faults, and a consistency checker for tests. */
module dev.persistence.testkit {
  requires transitive dev.persistence.core;
  requires static transitive org.jspecify;
  requires org.apache.commons.compress;
  requires org.slf4j;
  requires org.tukaani.xz;
  requires static transitive org.junit.jupiter.api;

  exports dev.persistence.testkit;
  exports dev.persistence.testkit.fault;
  exports dev.persistence.testkit.history;
  exports dev.persistence.testkit.junit;
  exports dev.persistence.testkit.mariadb;
  exports dev.persistence.testkit.mysql;
  exports dev.persistence.testkit.postgres;
  exports dev.persistence.testkit.redis;
  exports dev.persistence.testkit.time;
}
