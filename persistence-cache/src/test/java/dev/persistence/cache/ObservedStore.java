package dev.persistence.cache;

import dev.persistence.cache.store.CacheStore;
import dev.persistence.cache.store.SpaceOptions;
import dev.persistence.cache.store.StoreListener;
import dev.persistence.cache.store.StoreSpace;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A store that counts the ends of loads and writes: the calls that store, or give a lease back. */
final class ObservedStore implements CacheStore {

  private static final Set<String> ENDS = Set.of("fill", "release", "unfence", "unfenceAndFill");

  private final CacheStore store;
  private final Map<Thread, Integer> ended = new ConcurrentHashMap<>();

  ObservedStore(CacheStore store) {
    this.store = store;
  }

  /** Returns how many have ended on the thread, well or not. */
  int endedOn(Thread thread) {
    return ended.getOrDefault(thread, 0);
  }

  @Override
  public StoreSpace open(SpaceOptions options, StoreListener listener) {
    StoreSpace real = store.open(options, listener);
    return (StoreSpace)
        Proxy.newProxyInstance(
            StoreSpace.class.getClassLoader(),
            new Class<?>[] {StoreSpace.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              } finally {
                if (ENDS.contains(method.getName())) {
                  ended.merge(Thread.currentThread(), 1, Integer::sum);
                }
              }
            });
  }

  @Override
  public void close() {
    store.close();
  }
}
