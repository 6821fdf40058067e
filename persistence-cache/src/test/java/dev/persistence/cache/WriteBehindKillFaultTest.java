package dev.persistence.cache;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import dev.persistence.testkit.redis.RedisServer;
import org.junit.jupiter.api.Test;

/**
 * A process is killed at random moments, 4 times for each log, 50 times at the scale of {@code
 * -Pfull}: whatever it had told as acknowledged reaches the database.
 */
@WithPostgres
@WithRedis(appendOnly = true)
class WriteBehindKillFaultTest {

  private static final int SCALE = Integer.getInteger("persistence.test.scale", 1);
  private static final int KILLS = SCALE == 1 ? 4 : 5 * SCALE;

  private final PostgresNode primary;
  private final RedisServer redis;
  private final KilledProcesses processes;

  WriteBehindKillFaultTest(PostgresCluster cluster, RedisServer redis) {
    this.primary = cluster.primary();
    this.redis = redis;
    this.processes = new KilledProcesses(primary);
  }

  @Test
  void nothingAcknowledgedIsLostWithRedis() throws Exception {
    processes.assertNothingIsLost(KILLS, redis.uri().toString(), redis.keyPrefix() + "killed");
  }

  @Test
  void nothingAcknowledgedIsLostWithAnOutbox() throws Exception {
    Outboxes.create("killed", primary.dataSource());
    processes.assertNothingIsLost(KILLS, "outbox", "killed");
  }
}
