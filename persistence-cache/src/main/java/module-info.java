/** Cache-aside, write-through, write-behind and refresh-ahead, without stale values. */
module dev.persistence.cache {
  requires transitive dev.persistence.core;
  requires static transitive org.jspecify;
  requires com.github.benmanes.caffeine;
  requires static com.fasterxml.jackson.core;
  requires static com.fasterxml.jackson.databind;
  requires static com.fasterxml.jackson.dataformat.smile;
  requires static lettuce.core;
  requires static micrometer.core;
  requires static io.github.resilience4j.circuitbreaker;
  requires org.slf4j;

  exports dev.persistence.cache;
  exports dev.persistence.cache.json;
  exports dev.persistence.cache.log;
  exports dev.persistence.cache.micrometer;
  exports dev.persistence.cache.redis;
  exports dev.persistence.cache.store;
}
