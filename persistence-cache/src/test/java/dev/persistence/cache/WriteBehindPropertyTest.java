package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever the settings, the failures and the moments: the database sees the operations of a key in
 * their order and ends with the last one of each, and the queue never holds more than it may.
 */
class WriteBehindPropertyTest {

  private static final int SCALE = Integer.getInteger("persistence.test.scale", 1);
  private static final int THREADS = 3;
  private static final int KEYS_OF_A_THREAD = 4;
  private static final int OPERATIONS = 60;
  private static final int POISON = 13;

  private static boolean isPoison(@Nullable Integer value) {
    return value != null && value % POISON == 0;
  }

  /** A database that fails at random, even after its commit, and hates some values. */
  private static final class Rows implements BatchWriter<String, Integer> {
    private final long seed;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger disorder = new AtomicInteger();
    private final Map<String, Integer> values = new ConcurrentHashMap<>();
    private final Map<String, Integer> newest = new ConcurrentHashMap<>();

    Rows(long seed) {
      this.seed = seed;
    }

    @Override
    public void write(List<WriteOperation<String, Integer>> batch) throws Exception {
      double fault = SeededRandom.of(seed * 31 + calls.incrementAndGet()).fraction();
      if (fault < 0.15) {
        throw new SQLTransientException("down");
      }
      if (batch.stream().anyMatch(each -> isPoison(each.value()))) {
        throw new IllegalArgumentException("poison");
      }
      batch.forEach(this::apply);
      if (fault < 0.25) {
        throw new SQLTransientException("committed, but the answer is lost");
      }
    }

    private void apply(WriteOperation<String, Integer> operation) {
      Integer value = operation.value();
      if (value == null) {
        values.remove(operation.key());
        return;
      }
      values.put(operation.key(), value);
      Integer before = newest.put(operation.key(), value);
      if (before != null && before > value) {
        disorder.incrementAndGet();
      }
    }
  }

  /** One thread with keys of its own, whose last accepted operations it knows. */
  private record Actor(
      WriteBehindCache<String, Integer> cache,
      SeededRandom random,
      String name,
      Map<String, @Nullable Integer> accepted) {

    Void act() {
      for (int version = 1; version <= OPERATIONS; version++) {
        String key = name + random.between(1, KEYS_OF_A_THREAD);
        Integer value = random.chance(0.3) ? null : Integer.valueOf(version);
        if (accept(key, value)) {
          accepted.put(key, value);
        }
        assertThat(cache.statistics().pending())
            .isLessThanOrEqualTo(cache.config().capacity() + THREADS);
        assertReadable(key);
      }
      return null;
    }

    private boolean accept(String key, @Nullable Integer value) {
      while (true) {
        try {
          if (value == null) {
            cache.remove(key);
          } else {
            cache.write(key, value);
          }
          return true;
        } catch (WriteBehindException refused) {
          if (!refused.isTransient()) {
            assertThat(isPoison(value)).isTrue();
            return false;
          }
        }
      }
    }

    private void assertReadable(String key) {
      Integer last = accepted.get(key);
      if (accepted.containsKey(key) && !isPoison(last)) {
        assertThat(cache.get(key)).isEqualTo(last);
      }
    }
  }

  private static WriteBehindCache<String, Integer> cache(SeededRandom random, Rows rows) {
    return WriteBehindCache.<String, Integer>builder("property")
        .stripes(random.between(1, 3))
        .batchSize(random.between(1, 5))
        .capacity(random.between(1, 12))
        .maxAge(Duration.ofMillis(random.between(1, 3)))
        .fullWait(Duration.ofMillis(random.between(0, 2)))
        .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
        .maxAttempts(2)
        .durability(Durability.memory())
        .reader(rows.values::get)
        .writer(rows)
        .build();
  }

  @Test
  void databaseEndsWithTheLastAcceptedOperationOfEachKey() {
    SeededRandom.forAll(40 * SCALE, WriteBehindPropertyTest::check);
  }

  private static void check(SeededRandom random) throws Exception {
    Rows rows = new Rows(random.nextLong());
    List<Actor> actors = new ArrayList<>();
    try (WriteBehindCache<String, Integer> cache = cache(random, rows)) {
      List<FutureTask<Void>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Actor actor = new Actor(cache, random.split(), "actor" + i + "-", new HashMap<>());
        actors.add(actor);
        FutureTask<Void> task = new FutureTask<>(actor::act);
        running.add(task);
        new Thread(task, actor.name()).start();
      }
      for (FutureTask<Void> task : running) {
        task.get(60, TimeUnit.SECONDS);
      }
      assertThat(cache.flush(Duration.ofSeconds(60)).isComplete()).isTrue();
      actors.forEach(actor -> assertEnd(actor, rows));
      assertThat(cache.statistics().pending()).isZero();
    }
    assertThat(rows.disorder).hasValue(0);
  }

  private static void assertEnd(Actor actor, Rows rows) {
    List<@Nullable Integer> dead = new ArrayList<>();
    actor.cache().deadLetters().forEach(letter -> dead.add(letter.operation().value()));
    actor
        .accepted()
        .forEach(
            (key, last) -> {
              if (isPoison(last)) {
                assertThat(dead).contains(last);
              } else {
                assertThat(rows.values.get(key)).as(key).isEqualTo(last);
              }
            });
  }
}
