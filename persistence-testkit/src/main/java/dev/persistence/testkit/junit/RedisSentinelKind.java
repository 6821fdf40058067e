package dev.persistence.testkit.junit;

import dev.persistence.testkit.redis.RedisSentinel;

/** Redis servers under Sentinels for {@link WithRedisSentinel}. */
final class RedisSentinelKind implements ServerKind<WithRedisSentinel, RedisSentinel> {

  @Override
  public Class<WithRedisSentinel> annotation() {
    return WithRedisSentinel.class;
  }

  @Override
  public Class<RedisSentinel> servers() {
    return RedisSentinel.class;
  }

  @Override
  public boolean isolated(WithRedisSentinel wanted) {
    return wanted.isolated();
  }

  @Override
  public RedisSentinel start(WithRedisSentinel wanted) {
    return RedisSentinel.builder()
        .replicas(wanted.replicas())
        .sentinels(wanted.sentinels())
        .start();
  }

  @Override
  public RedisSentinel view(RedisSentinel shared, String name) {
    return shared.withKeyPrefix(name + ":");
  }

  @Override
  public void reset(RedisSentinel view) {
    // A prefix is never used twice, so what a class leaves behind is in nobody's way.
  }
}
