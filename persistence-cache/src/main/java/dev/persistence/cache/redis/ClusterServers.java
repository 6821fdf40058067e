package dev.persistence.cache.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The primaries of a Cluster, asked for anew every few seconds, and with every heartbeat while one
 * of them is not reached. Used by the loop alone.
 *
 * <p>Its own clients share the threads of the caller's: one for commands, which follows the slots,
 * and one for announcements, which connects to each primary.
 */
final class ClusterServers implements Servers {

  private static final Duration REFRESH = Duration.ofSeconds(2);

  private final List<RedisURI> seeds;
  private final RedisClusterClient cluster;
  private final RedisClient nodes;
  private boolean known;
  private boolean suspected;
  private long askedAt;

  ClusterServers(RedisClusterClient callers, List<RedisURI> seeds, RedisStoreConfig config) {
    this.seeds = seeds;
    // What a node that is silent may cost is bounded by the timeout of the address.
    List<RedisURI> impatient =
        seeds.stream()
            .map(uri -> RedisURI.builder(uri).withTimeout(config.connectDeadline()).build())
            .toList();
    this.cluster = RedisClusterClient.create(callers.getResources(), impatient);
    this.cluster.setOptions(options(callers.getOptions(), config.maxPending()));
    this.nodes = RedisClient.create(callers.getResources());
    this.nodes.setOptions(SingleServer.options(callers.getOptions(), config.maxPending()));
  }

  private static ClusterClientOptions options(ClientOptions callers, int maxPending) {
    ClusterClientOptions.Builder builder =
        callers instanceof ClusterClientOptions options
            ? options.mutate()
            : ClusterClientOptions.builder(callers);
    return builder
        .autoReconnect(true)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.DEFAULT)
        .requestQueueSize(maxPending)
        .protocolVersion(ProtocolVersion.RESP3)
        .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
        .build();
  }

  @Override
  public CompletionStage<? extends StatefulConnection<String, byte[]>> connect() {
    return cluster.connectAsync(Wire.CODEC);
  }

  @Override
  public CompletionStage<
          Map<String, Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>>>>
      primaries() {
    long now = System.nanoTime();
    if (known && !suspected && now - askedAt < REFRESH.toNanos()) {
      return CompletableFuture.completedFuture(current());
    }
    askedAt = now;
    suspected = false;
    return cluster.refreshPartitionsAsync().thenApply(refreshed -> current());
  }

  private Map<String, Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>>>
      current() {
    Map<String, Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>>> primaries =
        new LinkedHashMap<>();
    for (RedisClusterNode node : cluster.getPartitions()) {
      if (node.getRole().isUpstream() && !node.hasNoSlots()) {
        RedisURI uri = node.getUri();
        primaries.put(node.getNodeId() + " at " + uri, () -> nodes.connectAsync(Wire.CODEC, uri));
      }
    }
    return primaries;
  }

  @Override
  public void found() {
    known = true;
  }

  @Override
  public void suspect() {
    suspected = true;
  }

  @Override
  public boolean isClustered() {
    return true;
  }

  @Override
  public void close() {
    SingleServer.shutDown(nodes);
    SingleServer.shutDown(cluster);
  }

  @Override
  public String toString() {
    return "the Cluster of " + seeds;
  }
}
