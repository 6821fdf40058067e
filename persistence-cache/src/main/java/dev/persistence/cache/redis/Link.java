package dev.persistence.cache.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is kept: made anew when it ends, and dropped when a heartbeat on it stays
 * unanswered, as happens if the network loses packets without a word.
 *
 * <p>All methods are called, and all events told, on the thread of the loop.
 */
final class Link {

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** Told what becomes of the connection. */
  interface Events {

    /** There is a connection; it is used when the result is complete. */
    CompletionStage<?> up(StatefulConnection<String, byte[]> connection);

    /** The connection is used from now on. */
    void ready();

    /** The connection is not used any more, or an attempt to get one failed. */
    void down();

    /** Returns whether a server is of use only while it is a primary. */
    default boolean needsPrimary() {
      return false;
    }

    /** A heartbeat is about to be sent; the result is run when it was answered. */
    Runnable beat();
  }

  private final class Attempt {
    private long since = loop.clock().nanos();
    private @Nullable StatefulConnection<String, byte[]> connection;
    private boolean ready;
    private boolean unanswered;
    private long sentAt;
  }

  private final String name;
  private final Supplier<? extends CompletionStage<? extends StatefulConnection<String, byte[]>>>
      connector;
  private final Events events;
  private final Loop loop;
  private @Nullable Attempt current;
  private boolean reported;
  private boolean closed;

  Link(
      String name,
      Supplier<? extends CompletionStage<? extends StatefulConnection<String, byte[]>>> connector,
      Events events,
      Loop loop) {
    this.name = name;
    this.connector = connector;
    this.events = events;
    this.loop = loop;
  }

  /** Does what is due; to be called once for each heartbeat. */
  void tick(Duration heartbeat) {
    Attempt attempt = current;
    if (closed) {
      return;
    }
    if (attempt == null) {
      connect();
    } else if (!attempt.ready) {
      if (isOlder(attempt.since, loop.connectDeadline())) {
        drop(attempt, "nobody answered within " + loop.connectDeadline());
        connect();
      }
    } else if (!attempt.unanswered) {
      beat(attempt);
    } else if (isOlder(attempt.sentAt, heartbeat.multipliedBy(7).dividedBy(4))) {
      drop(attempt, "a heartbeat was not answered within two of them");
      connect();
    }
  }

  /** Sends a heartbeat ahead of time, unless one is under way. */
  void hurry() {
    Attempt attempt = current;
    if (attempt != null && attempt.ready && !attempt.unanswered) {
      beat(attempt);
    }
  }

  private boolean isOlder(long nanos, Duration than) {
    return loop.clock().nanos() - nanos >= than.toNanos();
  }

  private void connect() {
    Attempt attempt = new Attempt();
    current = attempt;
    try {
      var connecting = connector.get();
      attempt.since = loop.clock().nanos(); // The first one of a JVM takes a second to begin.
      loop.after(connecting, (connection, e) -> connected(attempt, connection, e));
    } catch (RuntimeException e) { // Of many kinds, such as that the client is shut down.
      drop(attempt, e.toString());
    }
  }

  private void connected(
      Attempt attempt,
      @Nullable StatefulConnection<String, byte[]> connection,
      @Nullable Throwable failure) {
    if (current != attempt) {
      if (connection != null) {
        Wire.close(connection);
      }
    } else if (connection == null) {
      drop(attempt, failure == null ? "no connection came" : reason(failure));
    } else {
      attempt.connection = connection;
      connection.addListener(new EndListener(attempt));
      if (connection.isOpen()) {
        loop.after(events.up(connection), (any, e) -> used(attempt, e));
      } else {
        drop(attempt, "the connection ended at once");
      }
    }
  }

  private void used(Attempt attempt, @Nullable Throwable failure) {
    if (current != attempt) {
      return;
    }
    if (failure != null) {
      drop(attempt, failure.toString());
      return;
    }
    attempt.ready = true;
    if (reported) {
      LOG.info("{} is reached again", name);
    }
    reported = false;
    events.ready();
    beat(attempt);
  }

  private void beat(Attempt attempt) {
    StatefulConnection<String, byte[]> connection = attempt.connection;
    if (connection == null) {
      return;
    }
    Runnable proven = events.beat();
    AsyncCommand<String, byte[], List<Object>> time =
        Wire.command(CommandType.TIME, new NestedMultiOutput<>(Wire.CODEC), Wire.args());
    attempt.unanswered = true;
    attempt.sentAt = loop.clock().nanos();
    AsyncCommand<String, byte[], List<Object>> role =
        Wire.command(CommandType.ROLE, new NestedMultiOutput<>(Wire.CODEC), Wire.args());
    try {
      connection.dispatch(time);
      if (events.needsPrimary()) {
        connection.dispatch(role);
      }
    } catch (RuntimeException e) { // As above.
      drop(attempt, e.toString());
      return;
    }
    long sentAt = attempt.sentAt;
    loop.after(
        time.thenApply(answer -> learn(answer, sentAt)).thenCompose(learnt -> checked(role)),
        (checked, failure) -> answered(attempt, failure, proven));
  }

  /** Fails if the server is no primary: what changes is announced late then, or elsewhere. */
  private CompletionStage<Boolean> checked(AsyncCommand<String, byte[], List<Object>> role) {
    if (!events.needsPrimary()) {
      return CompletableFuture.completedFuture(true);
    }
    return role.thenApply(
        answer -> {
          if (!Wire.text(answer.get(0)).equals("master")) {
            throw new RedisException("the server is not a primary any more");
          }
          return true;
        });
  }

  private boolean learn(List<Object> time, long sentAt) {
    long seconds = Long.parseLong(Wire.text(time.get(0)));
    loop.clock().learn(seconds * 1_000_000 + Long.parseLong(Wire.text(time.get(1))), sentAt);
    return true;
  }

  private void answered(Attempt attempt, @Nullable Throwable failure, Runnable proven) {
    if (current != attempt) {
      return;
    }
    if (failure != null) {
      drop(attempt, failure.toString());
      return;
    }
    attempt.unanswered = false;
    proven.run();
  }

  /** Returns what failed and why at the bottom of it: a refused password is found there alone. */
  static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.equals(failure) ? failure.toString() : failure + ": " + root.getMessage();
  }

  /** Ends an attempt; the next one begins with the next tick. */
  private void drop(Attempt attempt, String why) {
    current = null;
    if (attempt.connection != null) {
      Wire.close(attempt.connection);
    }
    if (!reported && !closed) {
      LOG.warn("{} is not reached ({}); trying again with every heartbeat", name, why);
      reported = true;
    }
    events.down();
  }

  /** Makes another connection at once. */
  void renew() {
    Attempt attempt = current;
    if (!closed && attempt != null && attempt.ready) {
      drop(attempt, "another server took its place");
      connect();
    }
  }

  /** Ends the connection, and does not make another. */
  void close() {
    closed = true;
    if (current != null) {
      drop(current, "closed");
    }
  }

  /** Uses the connection no more, which the client is about to close. */
  void leave() {
    closed = true;
    current = null;
    events.down();
  }

  /** Notices the end of a connection at once. */
  private final class EndListener implements RedisConnectionStateListener {
    private final Attempt attempt;

    private EndListener(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
      loop.execute(this::end);
    }

    private void end() {
      if (current == attempt) {
        boolean wasReady = attempt.ready;
        drop(attempt, "the connection was closed");
        if (wasReady) {
          connect();
        }
      }
    }
  }
}
