/** Cache-aside, write-through, write-behind and refresh-ahead, without stale values. */
module dev.persistence.cache {
  requires transitive dev.persistence.core;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports dev.persistence.cache;
  exports dev.persistence.cache.store;
}
