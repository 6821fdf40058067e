package dev.persistence.cache.internal.behind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.persistence.cache.Durability;
import dev.persistence.cache.WriteBehindCache;
import dev.persistence.cache.WriteBehindCacheConfig;
import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.json.JsonCodec;
import dev.persistence.cache.log.LogEntry;
import dev.persistence.cache.log.LogPosition;
import dev.persistence.cache.log.ReferenceLog;
import dev.persistence.cache.log.WriteLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one node does with a stripe while it has the lease, loses it, and gives it back. */
class LogStripeTest {

  private static final Duration LEASE = Duration.ofMillis(300);
  private static final Instant NOW = Instant.EPOCH;

  private final ReferenceLog.Shelf shelf = new ReferenceLog.Shelf();
  private final ReferenceLog log = new ReferenceLog(shelf);
  private final ReferenceLog other = new ReferenceLog(shelf);
  private final List<String> calls = new ArrayList<>();

  /** Answers in place of the log whether there is a lease. */
  private @Nullable Supplier<Boolean> lease;

  private LogStripe<String, Integer> stripe(Duration leaseTime) {
    WriteBehindCacheConfig config = config(leaseTime);
    Room room = new Room(config.capacity());
    Counters counters = new Counters();
    UserCode<String, Integer> code = new UserCode<>(batch -> {}, keys -> {}, failure -> false);
    EngineParts<String, Integer> parts =
        new EngineParts<>(
            config,
            Stripes.of(config, new Room(Integer.MAX_VALUE)),
            room,
            new BatchRun<>("stripe", code, counters),
            counters);
    Bytes<String, Integer> bytes =
        new Bytes<>(key -> key, text -> text, JsonCodec.of(Integer.class));
    return new LogStripe<>(0, parts, new LogSource<>(observed(), bytes, () -> {}));
  }

  private static WriteBehindCacheConfig config(Duration leaseTime) {
    try (WriteBehindCache<String, Integer> cache =
        WriteBehindCache.<String, Integer>builder("stripe")
            .durability(Durability.memory())
            .stripes(1)
            .capacity(1)
            .deadLetterCapacity(1)
            .maxAge(Duration.ofMillis(1))
            .maxAttempts(2)
            .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
            .leaseTime(leaseTime)
            .writer(batch -> {})
            .build()) {
      return cache.config();
    }
  }

  private WriteLog observed() {
    return (WriteLog)
        Proxy.newProxyInstance(
            WriteLog.class.getClassLoader(),
            new Class<?>[] {WriteLog.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              if (method.getName().equals("lease") && lease != null) {
                return lease.get();
              }
              try {
                return method.invoke(log, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  private void append(String key, int value) {
    byte[] payload = Integer.toString(value).getBytes(StandardCharsets.UTF_8);
    other.append(0, List.of(new LogEntry(key, payload, NOW)));
  }

  private static List<Pending<String, Integer>> next(LogStripe<String, Integer> stripe)
      throws InterruptedException {
    stripe.stripe().beginFlush();
    try {
      return stripe.stripe().next();
    } finally {
      stripe.stripe().endFlush();
    }
  }

  @Test
  void nodeWithoutALeaseReadsAndWritesNothing() {
    append("a", 1);
    other.lease(0, Duration.ofMinutes(1));
    LogStripe<String, Integer> stripe = stripe(LEASE);
    assertThat(stripe.mayWrite()).isFalse();
    assertThat(stripe.step()).isNull();
    assertThat(stripe.mayWrite()).isFalse();
    assertThat(calls).doesNotContain("first", "next");
  }

  @Test
  void leaseThatIsRefusedBeforeItsTimeEndsAtOnce() {
    append("a", 1);
    LogStripe<String, Integer> stripe = stripe(LEASE);
    stripe.step();
    assertThat(stripe.mayWrite()).isTrue();
    assertThat(stripe.stripe().waiting("a")).isPresent();
    lease = () -> false;
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              stripe.step();
              return calls.stream().filter("lease"::equals).count() == 2;
            });
    assertThat(stripe.mayWrite()).isFalse();
    assertThat(stripe.stripe().waiting("a")).isEmpty();
  }

  @Test
  void leaseLastsFromBeforeItWasAskedFor() {
    LogStripe<String, Integer> stripe = stripe(LEASE);
    lease = () -> grantedAfter(System.nanoTime());
    stripe.step();
    assertThat(stripe.mayWrite()).isFalse();
  }

  /** Grants a lease once the one of this instant is over. */
  private static boolean grantedAfter(long instant) {
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> System.nanoTime() - instant > LEASE.toNanos());
    return true;
  }

  @Test
  void whatWasReadUnderALeaseThatIsOverIsReadAgain() {
    append("a", 1);
    LogStripe<String, Integer> stripe = stripe(LEASE);
    stripe.step();
    long begun = System.nanoTime();
    assertThat(calls).containsOnlyOnce("first");
    lease =
        () -> {
          lease = null;
          return grantedAfter(begun);
        };
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              stripe.step();
              return calls.stream().filter("first"::equals).count() == 2;
            });
    assertThat(stripe.stripe().waiting("a")).isPresent();
    assertThat(stripe.stripe().backlog().pending()).isEqualTo(1);
  }

  @Test
  void releaseRemovesWhatIsWrittenAndGivesTheLeaseBack() throws InterruptedException {
    append("a", 1);
    LogStripe<String, Integer> stripe = stripe(Duration.ofMinutes(1));
    stripe.step();
    stripe.written(next(stripe));
    assertThat(other.lease(0, LEASE)).isFalse();
    stripe.release();
    assertThat(shelf.size()).isZero();
    assertThat(stripe.mayWrite()).isFalse();
    assertThat(other.lease(0, LEASE)).isTrue();
  }

  @Test
  void noMoreIsReadThanMayWaitAndMoreOnceThatIsWritten() throws InterruptedException {
    IntStream.range(0, 2_000).forEach(i -> append("k" + i, i));
    LogStripe<String, Integer> stripe = stripe(Duration.ofMinutes(1));
    int written = 0;
    while (shelf.size() > 0) {
      stripe.step();
      assertThat(stripe.stripe().backlog().pending()).isBetween(1, 1_000);
      List<Pending<String, Integer>> batch = next(stripe);
      stripe.written(batch);
      stripe.step();
      written += batch.size();
      assertThat(shelf.size()).isEqualTo(2_000 - written);
    }
  }

  @Test
  void manyEntriesOfADeadLetterHoldNothingUp() throws InterruptedException {
    IntStream.range(0, 1_000).forEach(i -> append("poison", i));
    append("a", 1);
    LogStripe<String, Integer> stripe = stripe(Duration.ofMinutes(1));
    stripe.step();
    for (int attempt = 0; attempt < 2; attempt++) {
      Pending<String, Integer> alone = next(stripe).get(0);
      stripe.stripe().failed(alone, new IllegalArgumentException("poison"));
    }
    assertThat(stripe.stripe().deadLetters()).hasSize(1);
    stripe.step();
    assertThat(stripe.stripe().waiting("a")).isPresent();
  }

  @Test
  void pinOfADeadLetterEndsAndOneThatTheLogStillHasDoesNot() {
    LogStripe<String, Integer> stripe = stripe(Duration.ofMinutes(1));
    lease = () -> false;
    WriteOperation<String, Integer> operation = WriteOperation.put("a", 1, NOW);
    LogPosition position = log.append(0, List.of(new LogEntry("a", new byte[] {'1'}, NOW))).get(0);
    stripe.pins().pin(operation, position, false);
    stripe.step();
    assertThat(stripe.pins().isPinned("a")).as("it is in the log").isTrue();
    stripe.dead(new Pending<>(operation, 1, 0, 2, 0, List.of(position)));
    assertThat(stripe.pins().isPinned("a")).isFalse();
    assertThat(log.remaining(0, Set.of(position))).containsExactly(position);
  }
}
