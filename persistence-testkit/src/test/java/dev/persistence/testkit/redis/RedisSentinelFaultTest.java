package dev.persistence.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.junit.WithRedisSentinel;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests share the servers and leave them whole. */
@WithRedisSentinel(isolated = true)
class RedisSentinelFaultTest {

  private final RedisSentinel redis;

  RedisSentinelFaultTest(RedisSentinel redis) {
    this.redis = redis;
  }

  private static List<String> ask(RedisServer server, String... command) throws IOException {
    return Resp.ask(server.port(), command);
  }

  @Test
  void replicasFollowThePrimaryThatTheSentinelsName() throws IOException {
    RedisServer primary = redis.primary();
    assertThat(redis.sentinels()).hasSize(3);
    assertThat(redis.servers()).hasSize(3);
    assertThat(redis.uri())
        .hasToString(
            "redis-sentinel://127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d#test"
                .formatted(
                    redis.sentinels().stream().map(RedisServer::port).toArray(Object[]::new)));
    assertThat(ask(primary, "SET", "k", "v")).containsExactly("OK");
    assertThat(ask(primary, "WAIT", "2", "5000")).containsExactly("2");
    for (RedisServer replica : redis.replicas()) {
      assertThat(ask(replica, "GET", "k")).containsExactly("v");
      assertThatThrownBy(() -> ask(replica, "SET", "k", "w")).hasMessageContaining("READONLY");
    }
  }

  @Test
  void anOrderlyFailoverChangesThePrimary() throws IOException {
    RedisServer old = redis.primary();

    RedisServer now = redis.failOver();

    assertThat(now.port()).isNotEqualTo(old.port()).isEqualTo(redis.primary().port());
    assertThat(ask(now, "SET", "k", "v")).containsExactly("OK");
    assertThat(redis.replicas()).extracting(RedisServer::port).contains(old.port());
  }

  @Test
  void aKilledPrimaryIsReplacedAndComesBackAsAReplica() throws IOException {
    RedisServer old = redis.primary();
    assertThat(ask(old, "SET", "k", "killed")).containsExactly("OK");
    assertThat(ask(old, "WAIT", "2", "5000")).containsExactly("2");

    old.kill();

    RedisServer now = redis.primary();
    assertThat(now.port()).isNotEqualTo(old.port());
    assertThat(ask(now, "GET", "k")).containsExactly("killed");
    assertThat(redis.replicas()).hasSize(1);
    old.restart();
    assertThat(redis.replicas()).extracting(RedisServer::port).contains(old.port());
  }

  @Test
  void aSentinelMayBeMissing() {
    RedisServer sentinel = redis.sentinels().get(0);
    sentinel.kill();
    assertThat(redis.primary().isRunning()).isTrue();
    sentinel.restart();
    redis.awaitStable();
  }

  @Test
  void aViewHasItsPrefixAndProtectsTheServers() {
    RedisSentinel view = redis.withKeyPrefix("t1:");

    assertThat(view.keyPrefix()).isEqualTo("t1:");
    assertThat(view.primary().keyPrefix()).isEqualTo("t1:");
    assertThatThrownBy(view::failOver).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> view.sentinels().get(0).kill())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("isolated");
    view.close();
    assertThat(redis.servers()).allMatch(RedisServer::isRunning);
  }

  @Test
  void closingEndsServersAndSentinels() {
    RedisSentinel own = RedisSentinel.builder().replicas(1).sentinels(1).start();
    List<RedisServer> servers = own.servers();
    List<RedisServer> sentinels = own.sentinels();
    assertThat(servers).hasSize(2).allMatch(RedisServer::isRunning);

    own.close();

    assertThat(servers).noneMatch(RedisServer::isRunning);
    assertThat(sentinels).hasSize(1).noneMatch(RedisServer::isRunning);
  }

  @Test
  void numbersThatMakeNoGroupAreRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisSentinel.builder().replicas(0))
        .withMessage("replicas is 0; allowed: 1 to 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisSentinel.builder().sentinels(6))
        .withMessage("sentinels is 6; allowed: 1 to 5");
  }
}
