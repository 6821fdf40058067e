package dev.persistence.routing.internal.gtid;

import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from MySQL Connector/J what the server said about the session in its last answer: the
 * position of a commit comes along with the acknowledgement, in no round trip of its own.
 *
 * <p>Where the driver is another one, or is not asked to listen, there is no position, which is
 * said once. Thread-safe; the watches are for one thread each.
 */
final class SessionTracking {

  private static final Logger LOG = LoggerFactory.getLogger(SessionTracking.class);

  /** Calls without a position after which the server is taken for one that sends none. */
  private static final int SILENT_CALLS = 1_000;

  /**
   * What to look for.
   *
   * @param type the number of the kind of change in the protocol
   * @param variable the session variable that makes the server send it
   */
  record Kind(int type, String variable) {}

  private final Kind kind;
  private final Function<List<String>, @Nullable Position> reader;
  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicInteger silent = new AtomicInteger();

  /**
   * @param reader returns the position in the values of a change, or null if there is none
   */
  SessionTracking(Kind kind, Function<List<String>, @Nullable Position> reader) {
    this.kind = kind;
    this.reader = reader;
  }

  ReplicationDialect.@Nullable CommitWatch watch(Connection physical) {
    ConnectorSession session = ConnectorSession.of(physical);
    if (session == null) {
      explain("the driver tells no changes of the session");
      return null;
    }
    return new Watch(session);
  }

  private void explain(String why) {
    if (told.compareAndSet(false, true)) {
      LOG.info(
          "Writes wait for the sampler's bound instead of their own position, since {}; with MySQL"
              + " Connector/J set trackSessionState=true and sessionVariables={}",
          why,
          kind.variable());
    }
  }

  /** Watches one connection. */
  private final class Watch implements ReplicationDialect.CommitWatch {

    private final ConnectorSession session;

    /** The server's last answer before the call that is watched. */
    private @Nullable Object before;

    Watch(ConnectorSession session) {
      this.session = session;
    }

    @Override
    public void starts() {
      before = session.answer();
    }

    @Override
    public @Nullable Position ended() {
      Object answer = session.answer();
      Position position = answer == null || answer == before ? null : position(answer);
      before = answer;
      if (position != null) {
        silent.set(Integer.MIN_VALUE);
      } else if (silent.get() >= 0 && silent.incrementAndGet() == SILENT_CALLS) {
        explain("the server has sent none");
      }
      return position;
    }

    private @Nullable Position position(Object answer) {
      for (ConnectorSession.Change change : session.changes(answer)) {
        Position position = change.type() == kind.type() ? reader.apply(change.values()) : null;
        if (position != null) {
          return position;
        }
      }
      return null;
    }
  }
}
