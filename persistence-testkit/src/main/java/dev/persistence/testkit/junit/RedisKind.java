package dev.persistence.testkit.junit;

import dev.persistence.testkit.redis.RedisServer;
import dev.persistence.testkit.redis.RedisServerBuilder;

/** Redis servers for {@link WithRedis}. */
final class RedisKind implements ServerKind<WithRedis, RedisServer> {

  @Override
  public Class<WithRedis> annotation() {
    return WithRedis.class;
  }

  @Override
  public Class<RedisServer> servers() {
    return RedisServer.class;
  }

  @Override
  public boolean isolated(WithRedis wanted) {
    return wanted.isolated();
  }

  @Override
  public RedisServer start(WithRedis wanted) {
    RedisServerBuilder builder = RedisServer.builder();
    return (wanted.appendOnly() ? builder.appendOnly() : builder).start();
  }

  @Override
  public RedisServer view(RedisServer shared, String name) {
    return shared.withKeyPrefix(name + ":");
  }

  @Override
  public void reset(RedisServer view) {
    // A prefix is never used twice, so what a class leaves behind is in nobody's way.
  }
}
