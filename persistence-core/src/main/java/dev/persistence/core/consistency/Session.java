package dev.persistence.core.consistency;

import dev.persistence.core.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run of reads and writes by one actor that must make sense to that actor: it sees its own
 * writes, and what it has read it does not unread.
 *
 * <p>Every thread is in a session: the innermost one opened on it, or else one of its own that
 * lives as long as the thread. Open one explicitly where the actor is not the thread, such as an
 * HTTP user served by many threads:
 *
 * <pre>{@code
 * try (Session session = Session.resume(tokensOfLastRequest)) {
 *   service.handle(request);
 *   response.remember(session.tokens());
 * }
 * }</pre>
 *
 * <p>Sessions nest, the innermost counts. Opening and closing are bound to one thread; the session
 * itself is thread-safe and may be used by several threads through {@link ConsistencyContext}.
 */
public final class Session implements AutoCloseable {

  static final ThreadStack<Session> OPEN = new ThreadStack<>();

  private static final ThreadSessions OF_THREADS = new ThreadSessions(() -> new Session(List.of()));

  private static final AtomicReferenceFieldUpdater<Session, Object[]> PARTICIPANTS =
      AtomicReferenceFieldUpdater.newUpdater(Session.class, Object[].class, "participants");

  private final List<ConsistencyToken> resumed;
  private ThreadStack.@Nullable Frame<Session> frame;

  /** Owner and participant alternate; a session has one or two, so a scan beats a map. */
  private volatile Object[] participants = {};

  Session(List<ConsistencyToken> resumed) {
    this.resumed = resumed;
  }

  /** Opens a session without a past on the current thread; the caller closes it there. */
  public static Session open() {
    return resume(List.of());
  }

  /**
   * Opens a session on the current thread that continues from the given positions; of one cluster
   * there may be several, such as those of two sessions that this one follows.
   */
  public static Session resume(List<ConsistencyToken> tokens) {
    Session session = new Session(Arguments.listOf("tokens", tokens));
    session.frame = OPEN.push(session);
    return session;
  }

  /** Returns the innermost session opened on this thread, or else the thread's own. */
  public static Session current() {
    Session session = OPEN.current();
    return session != null ? session : OF_THREADS.current();
  }

  /** Tells whether the session is the current thread's own, which is current where none is open. */
  @SuppressWarnings("ReferenceEquality") // A session is itself alone.
  static boolean isOfThisThread(Session session) {
    return OF_THREADS.current() == session;
  }

  /**
   * Returns positions that stand for every write of this session so far, for a later {@link
   * #resume} or for {@link Consistency#atLeast}: one for each cluster that was written in it, and
   * those it was resumed with for all others.
   *
   * <p>May ask the primary for its position, within the bound of waiting of its data source.
   */
  public List<ConsistencyToken> tokens() {
    List<ConsistencyToken> tokens = new ArrayList<>(new LinkedHashSet<>(resumed));
    Object[] members = participants;
    for (int i = 1; i < members.length; i += 2) {
      SessionParticipant participant = (SessionParticipant) members[i];
      ConsistencyToken token = participant.token();
      if (token != null) {
        tokens.removeIf(old -> old.cluster().equals(participant.cluster()));
        tokens.add(token);
      }
    }
    return List.copyOf(tokens);
  }

  /**
   * Returns what the owner remembers in this session; made on first use from the tokens that the
   * session was resumed with. For routing; wait-free once made.
   *
   * @param owner compared by identity
   */
  public SessionParticipant participant(
      Object owner, Function<List<ConsistencyToken>, SessionParticipant> factory) {
    SessionParticipant known = find(participants, owner);
    return known != null ? known : join(owner, factory.apply(resumed));
  }

  private SessionParticipant join(Object owner, SessionParticipant created) {
    while (true) {
      Object[] old = participants;
      SessionParticipant rival = find(old, owner);
      if (rival != null) {
        return rival;
      }
      Object[] grown = Arrays.copyOf(old, old.length + 2);
      grown[old.length] = owner;
      grown[old.length + 1] = created;
      if (PARTICIPANTS.compareAndSet(this, old, grown)) {
        return created;
      }
    }
  }

  /**
   * Forgets what an owner that is closed remembers in the sessions that threads have of their own:
   * such a session lives as long as its thread and would keep the owner. For routing.
   *
   * @param owner compared by identity
   */
  public static void forget(Object owner) {
    OF_THREADS.forEach(session -> session.leave(owner));
  }

  private void leave(Object owner) {
    Object[] old = participants;
    while (find(old, owner) != null) {
      Object[] rest = new Object[old.length - 2];
      for (int i = 0, next = 0; i < old.length; i += 2) {
        if (old[i] != owner) {
          rest[next++] = old[i];
          rest[next++] = old[i + 1];
        }
      }
      PARTICIPANTS.compareAndSet(this, old, rest);
      old = participants;
    }
  }

  private static @Nullable SessionParticipant find(Object[] members, Object owner) {
    for (int i = 0; i < members.length; i += 2) {
      if (members[i] == owner) {
        return (SessionParticipant) members[i + 1];
      }
    }
    return null;
  }

  /**
   * Ends the session on this thread and makes the one around it current again; a second call does
   * nothing.
   *
   * @throws IllegalStateException if a session was left open inside this one, which is then ended
   *     with it, or if this one was opened on another thread
   */
  @Override
  public void close() {
    if (frame != null) {
      OPEN.pop(frame);
    }
  }

  @Override
  public String toString() {
    return "session@" + Integer.toHexString(System.identityHashCode(this));
  }
}
