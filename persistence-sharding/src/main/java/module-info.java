/** Which shard has this key: resolvers, bucket maps, and the hashes of the engines. */
module dev.persistence.sharding {
  requires transitive dev.persistence.core;
  requires static transitive org.jspecify;

  exports dev.persistence.sharding;
  exports dev.persistence.sharding.hash;
  exports dev.persistence.sharding.id;
}
