package dev.persistence.cache.redis;

import dev.persistence.cache.log.WriteLogException;
import dev.persistence.core.Explanation;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a log. A command that fails takes its connection with it: nothing may be sent
 * again behind our back, when the caller has long been told that it failed. Thread-safe.
 */
final class StreamLink implements AutoCloseable {

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** A command on the connection. */
  interface Command<T> {
    T send(RedisCommands<String, byte[]> commands);
  }

  private final RedisClient client;
  private final RedisURI uri;
  private final Duration deadline;
  private final AtomicReference<@Nullable StatefulRedisConnection<String, byte[]>> current =
      new AtomicReference<>();

  StreamLink(RedisClient callers, RedisURI uri, Duration deadline) {
    this.uri = uri;
    this.deadline = deadline;
    this.client = RedisClient.create(callers.getResources());
    this.client.setOptions(
        callers
            .getOptions()
            .mutate()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
  }

  /** Runs a script and returns its answer. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // As the output type has it.
  <T> T script(String text, ScriptOutputType type, String key, byte[]... arguments) {
    return call(commands -> commands.<T>eval(text, type, new String[] {key}, arguments));
  }

  <T> T call(Command<T> command) {
    StatefulRedisConnection<String, byte[]> used = null;
    try {
      used = connection();
      return command.send(used.sync());
    } catch (RedisException failure) {
      if (used != null) {
        discard(used);
      }
      throw new WriteLogException(
          new Explanation(
              "The log in Redis did not do what it was asked for",
              String.valueOf(failure.getMessage()),
              "Make sure that the server is up and takes writes"),
          failure,
          true);
    }
  }

  private StatefulRedisConnection<String, byte[]> connection() {
    StatefulRedisConnection<String, byte[]> known = current.get();
    if (known != null && known.isOpen()) {
      return known;
    }
    StatefulRedisConnection<String, byte[]> fresh = client.connect(CODEC, uri);
    fresh.setTimeout(deadline);
    if (current.compareAndSet(known, fresh)) {
      return fresh;
    }
    drop(fresh);
    StatefulRedisConnection<String, byte[]> winner = current.get();
    if (winner == null) {
      throw new RedisException("the connection was lost");
    }
    return winner;
  }

  private void discard(StatefulRedisConnection<String, byte[]> failed) {
    current.compareAndSet(failed, null);
    drop(failed);
  }

  private static void drop(StatefulRedisConnection<String, byte[]> connection) {
    CompletableFuture<Void> unused = connection.closeAsync();
  }

  /** Does not wait for what the caller's client, closed before, will never finish. */
  @Override
  public void close() {
    current.set(null);
    CompletableFuture<Void> unused =
        client.shutdownAsync(0, 1, TimeUnit.SECONDS).orTimeout(2, TimeUnit.SECONDS);
  }
}
