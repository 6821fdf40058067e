/** One body of data over many databases: which shard has a key, and questions to all of them. */
module dev.persistence.sharding {
  requires transitive dev.persistence.core;
  requires transitive java.sql;
  requires static transitive org.jspecify;
  requires static micrometer.core;
  requires org.slf4j;

  exports dev.persistence.sharding;
  exports dev.persistence.sharding.catalog;
  exports dev.persistence.sharding.hash;
  exports dev.persistence.sharding.id;
  exports dev.persistence.sharding.load;
  exports dev.persistence.sharding.micrometer;
  exports dev.persistence.sharding.scatter;
}
