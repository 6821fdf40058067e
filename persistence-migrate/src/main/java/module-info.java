/** Changes of a live schema: expand, backfill, verify, switch, contract. */
module dev.persistence.migrate {
  requires transitive dev.persistence.core;
  requires transitive java.sql;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires static flyway.core;
  requires static micrometer.core;
  requires static org.snakeyaml.engine.v2;

  exports dev.persistence.migrate;
  exports dev.persistence.migrate.cli;
  exports dev.persistence.migrate.file;
  exports dev.persistence.migrate.flyway;
  exports dev.persistence.migrate.lint;
  exports dev.persistence.migrate.micrometer;
}
