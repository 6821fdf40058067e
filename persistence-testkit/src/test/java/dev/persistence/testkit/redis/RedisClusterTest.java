package dev.persistence.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisClusterTest {

  @Test
  void closingEndsEveryNode() {
    List<RedisServer> nodes;
    try (RedisCluster redis = RedisCluster.builder().replicas(0).start()) {
      nodes = redis.nodes();
      assertThat(nodes).hasSize(3).allMatch(RedisServer::isRunning);
      assertThat(redis.replicas("key")).isEmpty();
      nodes.get(1).freeze();
    }
    assertThat(nodes).noneMatch(RedisServer::isRunning);
    for (RedisServer node : nodes) {
      assertThatThrownBy(() -> Resp.ask(node.port(), "PING")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void numbersThatMakeNoClusterAreRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisCluster.builder().primaries(2))
        .withMessage("primaries is 2; allowed: 3 to 8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisCluster.builder().replicas(3))
        .withMessage("replicas is 3; allowed: 0 to 2");
  }

  @Test
  void aLineOfANodeIsRead() {
    ClusterLine line =
        ClusterLine.of(
            "07c37d 127.0.0.1:30004@40004,host master,fail? - 0 1426238317239 4 connected 0-5460"
                + " 9000 [93-<-292f8b]");

    assertThat(line.port()).isEqualTo(30004);
    assertThat(line.isPrimary()).isTrue();
    assertThat(line.flags()).containsExactlyInAnyOrder("master", "fail?");
    assertThat(line.owns(0) && line.owns(5460) && line.owns(9000)).isTrue();
    assertThat(line.owns(5461) || line.owns(93_000) || line.owns(8999)).isFalse();
    assertThat(line.isLinked()).isTrue();
    assertThat(line.role()).isEqualTo("primary of [0-5460, 9000]");
  }
}
