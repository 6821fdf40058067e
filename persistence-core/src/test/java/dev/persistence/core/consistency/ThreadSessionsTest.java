package dev.persistence.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadSessionsTest {

  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @AfterEach
  void endThread() {
    pool.shutdownNow();
  }

  /** A participant that somebody looks for. */
  private record Sought(String cluster) implements SessionParticipant {
    @Override
    public @Nullable ConsistencyToken token() {
      return null;
    }
  }

  private static boolean isCollected(WeakReference<?> reference) {
    System.gc();
    return reference.get() == null;
  }

  @Test
  void aLivingThreadDoesNotKeepTheLibraryLoaded() throws Exception {
    Thread user = pool.submit(Thread::currentThread).get();
    WeakReference<ClassLoader> loader = useAndForgetTheLibrary();
    await().until(() -> isCollected(loader));
    assertThat(user.isAlive()).isTrue();
  }

  /** Uses a second copy of the library on the pool's thread, as an application in a container. */
  private WeakReference<ClassLoader> useAndForgetTheLibrary() throws Exception {
    URL library = Session.class.getProtectionDomain().getCodeSource().getLocation();
    URLClassLoader loader =
        new URLClassLoader(new URL[] {library}, ClassLoader.getPlatformClassLoader());
    Class<?> session = loader.loadClass(Session.class.getName());
    assertThat(session).isNotSameAs(Session.class);
    Class<?> scope = loader.loadClass(ReadScope.class.getName());
    Class<?> consistency = loader.loadClass(Consistency.class.getName());
    Class<?> context = loader.loadClass(ConsistencyContext.class.getName());
    Future<?> used =
        pool.submit(
            () -> {
              session.getMethod("current").invoke(null);
              ((AutoCloseable) session.getMethod("open").invoke(null)).close();
              Object demand = consistency.getMethod("eventual").invoke(null);
              ((AutoCloseable) scope.getMethod("open", consistency).invoke(null, demand)).close();
              Object captured = context.getMethod("capture").invoke(null);
              ((AutoCloseable) context.getMethod("bind").invoke(captured)).close();
              return true;
            });
    used.get();
    loader.close();
    return new WeakReference<>(loader);
  }

  @Test
  void theSessionOfALivingThreadIsNotCollected() {
    Object owner = new Object();
    SessionParticipant first = Session.current().participant(owner, tokens -> new Sought("first"));
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    await().until(() -> isCollected(garbage));
    assertThat(Session.current().participant(owner, tokens -> new Sought("second")))
        .isSameAs(first);
  }

  @Test
  void theSessionOfAThreadThatEndedIsLetGo() throws Exception {
    ThreadSessions sessions = new ThreadSessions(() -> new Session(List.of()));
    WeakReference<Session> ended = runOnAThreadThatEnds(sessions);
    await()
        .until(
            () -> {
              runOnAThreadThatEnds(sessions);
              return isCollected(ended);
            });
  }

  private static WeakReference<Session> runOnAThreadThatEnds(ThreadSessions sessions)
      throws InterruptedException {
    List<WeakReference<Session>> seen = new CopyOnWriteArrayList<>();
    Thread thread = new Thread(() -> seen.add(new WeakReference<>(sessions.current())));
    thread.start();
    thread.join();
    return seen.get(0);
  }
}
