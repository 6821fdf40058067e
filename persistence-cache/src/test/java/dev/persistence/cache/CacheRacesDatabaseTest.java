package dev.persistence.cache;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.redis.RedisServer;

@WithRedis
@WithPostgres
class CacheRacesDatabaseTest extends CacheRacesSuite {

  CacheRacesDatabaseTest(RedisServer redis, PostgresCluster cluster) throws Exception {
    super(false, redis, cluster);
  }
}
