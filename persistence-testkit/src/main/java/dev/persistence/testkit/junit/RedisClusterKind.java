package dev.persistence.testkit.junit;

import dev.persistence.testkit.redis.RedisCluster;

/** Redis Clusters for {@link WithRedisCluster}. */
final class RedisClusterKind implements ServerKind<WithRedisCluster, RedisCluster> {

  @Override
  public Class<WithRedisCluster> annotation() {
    return WithRedisCluster.class;
  }

  @Override
  public Class<RedisCluster> servers() {
    return RedisCluster.class;
  }

  @Override
  public boolean isolated(WithRedisCluster wanted) {
    return wanted.isolated();
  }

  @Override
  public RedisCluster start(WithRedisCluster wanted) {
    return RedisCluster.builder().primaries(wanted.primaries()).replicas(wanted.replicas()).start();
  }

  @Override
  public RedisCluster view(RedisCluster shared, String name) {
    return shared.withKeyPrefix(name + ":");
  }

  @Override
  public void reset(RedisCluster view) {
    // A prefix is never used twice, so what a class leaves behind is in nobody's way.
  }
}
