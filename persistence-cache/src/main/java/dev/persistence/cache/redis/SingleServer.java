package dev.persistence.cache.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server, or that which Sentinels name at the time of connecting.
 *
 * <p>Its own client shares the threads of the caller's and has its options, but for those that
 * would keep commands waiting: no reconnection behind our back, no queue while disconnected.
 */
final class SingleServer implements Servers {

  private static final Logger LOG = LoggerFactory.getLogger(SingleServer.class);

  private final RedisClient client;
  private final RedisURI uri;

  SingleServer(RedisClient callers, RedisURI uri, int maxPending) {
    this.uri = uri;
    this.client = RedisClient.create(callers.getResources());
    this.client.setOptions(options(callers.getOptions(), maxPending));
  }

  static ClientOptions options(ClientOptions callers, int maxPending) {
    return callers
        .mutate()
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(maxPending)
        .protocolVersion(ProtocolVersion.RESP3)
        .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .build();
  }

  @Override
  public CompletionStage<StatefulRedisConnection<String, byte[]>> connect() {
    return client.connectAsync(Wire.CODEC, uri);
  }

  @Override
  public CompletionStage<
          Map<String, Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>>>>
      primaries() {
    return CompletableFuture.completedFuture(Map.of("the server", this::connect));
  }

  @Override
  public void close() {
    shutDown(client);
  }

  /** Ends a client, for which it waits a second at most: it never ends if its threads have. */
  static void shutDown(AbstractRedisClient client) {
    try {
      client.shutdownAsync(0, 1, TimeUnit.SECONDS).get(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) { // Nothing is left to do.
      LOG.debug("The connections to Redis did not end in time", e);
    }
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
