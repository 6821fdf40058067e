package dev.persistence.core.consistency;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The session that each thread has of its own, for as long as the thread lives.
 *
 * <p>A thread may outlive this library, such as one of a container's pool after the application was
 * taken down, and would then hold its class loader through whatever it references. So a thread
 * references its session weakly, through a class of the JDK; what keeps the session is held here,
 * until its thread is gone. Thread-safe.
 */
final class ThreadSessions {

  /** Keeps a session for as long as the thread can be reached. */
  private static final class Kept extends WeakReference<Thread> {
    private final Session session;

    private Kept(Thread thread, Session session, ReferenceQueue<Thread> gone) {
      super(thread, gone);
      this.session = session;
    }
  }

  @SuppressWarnings("ThreadLocalUsage") // The one instance is itself in a static field.
  private final ThreadLocal<@Nullable WeakReference<Session>> known = new ThreadLocal<>();

  private final Set<Kept> kept = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Thread> gone = new ReferenceQueue<>();
  private final Supplier<Session> fresh;

  ThreadSessions(Supplier<Session> fresh) {
    this.fresh = fresh;
  }

  Session current() {
    WeakReference<Session> reference = known.get();
    Session session = reference == null ? null : reference.get();
    return session == null ? begin() : session;
  }

  /** Visits the sessions of all threads that live. */
  void forEach(Consumer<Session> action) {
    kept.forEach(each -> action.accept(each.session));
  }

  private Session begin() {
    Reference<? extends Thread> ended;
    while ((ended = gone.poll()) != null) {
      kept.remove(ended);
    }
    Session session = fresh.get();
    kept.add(new Kept(Thread.currentThread(), session, gone));
    known.set(new WeakReference<>(session));
    return session;
  }
}
