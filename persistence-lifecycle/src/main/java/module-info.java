/** How data end: soft delete, purge, legal holds, anonymization, retention, partitions, consent. */
module dev.persistence.lifecycle {
  requires transitive dev.persistence.core;
  requires transitive java.sql;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires static micrometer.core;
  requires static transitive com.github.kagkarlsson.scheduler;
  requires static org.snakeyaml.engine.v2;

  exports dev.persistence.lifecycle;
  exports dev.persistence.lifecycle.anonymize;
  exports dev.persistence.lifecycle.consent;
  exports dev.persistence.lifecycle.file;
  exports dev.persistence.lifecycle.hold;
  exports dev.persistence.lifecycle.micrometer;
  exports dev.persistence.lifecycle.partition;
  exports dev.persistence.lifecycle.purge;
  exports dev.persistence.lifecycle.retention;
  exports dev.persistence.lifecycle.scheduler;
  exports dev.persistence.lifecycle.softdelete;
  exports dev.persistence.lifecycle.subject;
}
