package dev.persistence.benchmarks.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Values that are in Redis alone. */
interface StoreReads extends AutoCloseable {

  /** What is kept: some two hundred bytes of JSON. */
  record User(long id, String name, String mail, List<String> roles, double balance) {

    static User of(long id) {
      return new User(
          id,
          "Name of user " + id,
          "user-" + id + "@example.org",
          List.of("reader", "writer", "auditor"),
          id / 7.0);
    }
  }

  static List<Long> keys() {
    return LongStream.range(0, CacheSize.KEYS).mapToObj(key -> 1_000_000 + key).toList();
  }

  /** Puts a user for each key and returns the keys. */
  static List<Long> filled(StoreReads reads) {
    long begun = System.nanoTime();
    for (Long key : keys()) {
      User user = User.of(key);
      do { // What is put before the connection stands is not kept.
        if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(30)) {
          throw new IllegalStateException(reads + " does not hold " + key);
        }
        reads.put(key, user);
      } while (!user.equals(reads.get(key)));
    }
    return keys();
  }

  @Nullable User get(Long key);

  Map<Long, User> getAll(List<Long> keys);

  void put(Long key, User value);

  @Override
  void close();
}
