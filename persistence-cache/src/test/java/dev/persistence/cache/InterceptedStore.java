package dev.persistence.cache;

import dev.persistence.cache.store.CacheStore;
import dev.persistence.cache.store.Fill;
import dev.persistence.cache.store.LeaseAnswer;
import dev.persistence.cache.store.LeaseRequest;
import dev.persistence.cache.store.ReferenceStore;
import dev.persistence.cache.store.SpaceOptions;
import dev.persistence.cache.store.StoreListener;
import dev.persistence.cache.store.StoreSpace;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node's way to the model of a store: it pauses around each call, and may be flawed. */
final class InterceptedStore implements CacheStore {

  /** A part of the protocol that is left out. */
  enum Flaw {
    /** Values are stored though their lease is gone. */
    NO_LEASE,
    /** A change does not overtake what is being read for the near tier. */
    NO_TOKEN,
    /** What was near before a new connection stays there. */
    NO_FLUSH,
    /** Loads do not learn what they must see. */
    NO_POSITIONS,
    /** Nothing keeps values from being stored while they are changed. */
    NO_FENCE
  }

  private final ReferenceStore store;
  private final Runnable pause;
  private final Set<Flaw> flaws;
  private final List<Object> underWay = new ArrayList<>();
  private @Nullable StoreSpace space;

  InterceptedStore(ReferenceStore store, Runnable pause, Set<Flaw> flaws) {
    this.store = store;
    this.pause = pause;
    this.flaws = flaws;
  }

  /** Returns the space that the node has opened. */
  StoreSpace space() {
    if (space == null) {
      throw new IllegalStateException("nothing was opened");
    }
    return space;
  }

  @Override
  public StoreSpace open(SpaceOptions options, StoreListener listener) {
    StoreSpace real = store.open(options, new Forgetful(listener));
    space = real;
    return (StoreSpace)
        Proxy.newProxyInstance(
            StoreSpace.class.getClassLoader(),
            new Class<?>[] {StoreSpace.class},
            (proxy, method, arguments) -> call(real, method, arguments));
  }

  private @Nullable Object call(StoreSpace real, Method method, Object[] arguments)
      throws Throwable {
    pause.run();
    boolean reads = method.getName().startsWith("read");
    if (reads) {
      underWay.add(arguments[0]);
    }
    try {
      if (flaws.contains(Flaw.NO_FENCE) && method.getName().equals("fence")) {
        return null;
      }
      if (flaws.contains(Flaw.NO_LEASE) && method.getName().equals("fill")) {
        leaseAgain(real, arguments[0]);
      }
      Object answer = method.invoke(real, arguments);
      return flaws.contains(Flaw.NO_POSITIONS) && method.getName().equals("lease")
          ? withoutPositions((Map<?, ?>) answer)
          : answer;
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    } finally {
      pause.run();
      if (reads) {
        underWay.remove(arguments[0]);
      }
    }
  }

  private static void leaseAgain(StoreSpace real, Object fills) {
    for (Object each : (Collection<?>) fills) {
      Fill fill = (Fill) each;
      real.expire(List.of(fill.id()));
      real.lease(
          List.of(
              new LeaseRequest(
                  fill.id(), fill.token(), Duration.ofSeconds(10), stamp(real, fill))));
    }
  }

  private static long stamp(StoreSpace real, Fill fill) {
    var stored = real.read(fill.id());
    return stored == null ? 0 : stored.stamp();
  }

  private static Map<Object, Object> withoutPositions(Map<?, ?> answers) {
    Map<Object, Object> changed = new HashMap<>(answers);
    changed.replaceAll(
        (id, answer) ->
            answer instanceof LeaseAnswer.Granted ? new LeaseAnswer.Granted(List.of()) : answer);
    return changed;
  }

  @Override
  public void close() {
    // The nodes share the model.
  }

  /** Passes all on but what a flaw swallows. */
  private final class Forgetful implements StoreListener {
    private final StoreListener listener;

    Forgetful(StoreListener listener) {
      this.listener = listener;
    }

    @Override
    public void changed(String id) {
      if (!flaws.contains(Flaw.NO_TOKEN) || !isBeingRead(id)) {
        listener.changed(id);
      }
    }

    private boolean isBeingRead(String id) {
      return underWay.stream()
          .anyMatch(ids -> ids instanceof Collection<?> many ? many.contains(id) : ids.equals(id));
    }

    @Override
    public void generationChanged(String name) {
      listener.generationChanged(name);
    }

    @Override
    public void proven(long atNanos) {
      listener.proven(atNanos);
    }

    @Override
    public void lost() {
      if (!flaws.contains(Flaw.NO_FLUSH)) {
        listener.lost();
      }
    }

    @Override
    public void restored() {
      listener.restored();
    }
  }
}
