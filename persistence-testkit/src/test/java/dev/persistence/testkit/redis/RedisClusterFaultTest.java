package dev.persistence.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.junit.WithRedisCluster;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests share one cluster and leave it whole. */
@WithRedisCluster(isolated = true)
class RedisClusterFaultTest {

  private static final String KEY = "user:42";
  private final RedisCluster redis;

  RedisClusterFaultTest(RedisCluster redis) {
    this.redis = redis;
  }

  private static List<String> ask(RedisServer node, String... command) throws IOException {
    return Resp.ask(node.port(), command);
  }

  @Test
  void primariesShareAllSlotsAndEachHasAReplica() throws IOException {
    assertThat(redis.nodes()).hasSize(6);
    assertThat(redis.uris()).hasSize(6).doesNotHaveDuplicates();
    assertThat(redis.primaries()).hasSize(3);
    for (int i = 0; i < 30; i++) {
      String key = "key" + i;
      RedisServer primary = redis.primary(key);
      assertThat(ask(primary, "SET", key, "v")).containsExactly("OK");
      assertThat(redis.replicas(key)).hasSize(1).doesNotContain(primary);
    }
  }

  @Test
  void theWrongNodeRefersToTheRightOne() {
    RedisServer other =
        redis.primaries().stream()
            .filter(node -> node.port() != redis.primary(KEY).port())
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(() -> ask(other, "GET", KEY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("MOVED")
        .hasMessageContaining("127.0.0.1:" + redis.primary(KEY).port());
  }

  @Test
  void aPromotedReplicaTakesOverWithoutLosingAWrite() throws IOException {
    RedisServer old = redis.primary(KEY);
    assertThat(ask(old, "SET", KEY, "promoted")).containsExactly("OK");
    RedisServer replica = redis.replicas(KEY).get(0);

    redis.promote(replica);

    assertThat(redis.primary(KEY).port()).isEqualTo(replica.port());
    assertThat(ask(replica, "GET", KEY)).containsExactly("promoted");
    assertThat(redis.replicas(KEY)).extracting(RedisServer::port).containsExactly(old.port());
  }

  /** After two promotions, for an old primary's election must not count when it is chosen anew. */
  @Test
  void aKilledPrimaryIsReplacedAndComesBackAsAReplica() throws IOException {
    redis.promote(redis.replicas(KEY).get(0));
    redis.promote(redis.replicas(KEY).get(0));
    RedisServer old = redis.primary(KEY);
    assertThat(ask(old, "SET", KEY, "killed")).containsExactly("OK");
    assertThat(ask(old, "WAIT", "1", "5000")).containsExactly("1");

    old.kill();

    RedisServer now = redis.primary(KEY);
    assertThat(now.port()).isNotEqualTo(old.port());
    assertThat(ask(now, "GET", KEY)).containsExactly("killed");
    assertThat(redis.replicas(KEY)).isEmpty();
    old.restart();
    assertThat(redis.replicas(KEY)).extracting(RedisServer::port).containsExactly(old.port());
  }

  @Test
  void aFrozenPrimaryIsReplacedAndFollowsWhenItIsThawed() {
    RedisServer old = redis.primary(KEY);

    old.freeze();

    assertThat(redis.primary(KEY).port()).isNotEqualTo(old.port());
    old.thaw();
    assertThat(redis.replicas(KEY)).extracting(RedisServer::port).containsExactly(old.port());
  }

  @Test
  void aViewHasItsPrefixAndProtectsTheNodes() {
    RedisCluster view = redis.withKeyPrefix("t1:");

    assertThat(view.keyPrefix()).isEqualTo("t1:");
    assertThat(view.primary(KEY).keyPrefix()).isEqualTo("t1:");
    assertThatThrownBy(() -> view.primary(KEY).kill()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> view.promote(view.replicas(KEY).get(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("isolated");
    view.close();
    assertThat(redis.nodes()).allMatch(RedisServer::isRunning);
  }

  @Test
  void aServerOfSomebodyElseCannotBePromoted() {
    try (RedisServer stranger = RedisServer.start()) {
      assertThatThrownBy(() -> redis.promote(stranger))
          .isInstanceOf(PersistenceException.class)
          .hasMessageContaining("none of");
    }
  }
}
