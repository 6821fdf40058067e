package dev.persistence.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.persistence.cache.store.CacheStore;
import dev.persistence.cache.store.Generation;
import dev.persistence.cache.store.SpaceOptions;
import dev.persistence.cache.store.StoreFixtureContract;
import dev.persistence.cache.store.StoreSpace;
import dev.persistence.cache.store.StoreUnavailableException;
import dev.persistence.testkit.fault.NetworkFault;
import dev.persistence.testkit.fault.TcpProxy;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code space} does when its server or its network breaks; {@code other} has no proxy. */
@WithRedis(isolated = true)
@Timeout(60)
final class RedisStoreFaultTest extends StoreFixtureContract {

  /** Four heartbeats, after which a silent connection is given up. */
  private static final long LONG_ENOUGH = 2_000_000_000L;

  private final RedisServer redis;
  private final TcpProxy proxy;
  private static RedisClient client;
  private int connected;

  RedisStoreFaultTest(RedisServer redis) {
    this.redis = redis;
    this.proxy = TcpProxy.to(redis.host(), redis.port());
  }

  @AfterEach
  void closeProxy() {
    proxy.close();
  }

  @BeforeAll
  static void startClient(RedisServer redis) {
    client = RedisClient.create(redis.uri().toString());
    client.connect().close(); // The first connection of a JVM takes a second and more.
  }

  @AfterAll
  static void stopClient() {
    client.shutdown();
  }

  @Override
  protected CacheStore connect() {
    return connected++ == 0 ? builder(proxy.port()).build() : builder(redis.port()).build();
  }

  private RedisStoreBuilder builder(int port) {
    return RedisStore.builder(client, uri(port))
        .readDeadline(Duration.ofMillis(200))
        .writeDeadline(Duration.ofMillis(200))
        .breakerOpen(Duration.ofMillis(300));
  }

  private RedisURI uri(int port) {
    return RedisURI.Builder.redis(redis.host(), port).build();
  }

  @Override
  protected void removeOutside(String id) {
    outside().sync().del(new Keys(namespace).ofId(id));
  }

  @Override
  protected void removeGenerationOutside(String name) {
    outside().sync().del(new Keys(namespace).ofGeneration(name));
  }

  private StatefulRedisConnection<String, String> outside() {
    return client.connect(uri(redis.port()));
  }

  /** Waits until everything was announced anew, and a change is heard again. */
  private void hearsAgainAfter(int count) {
    eventually(
        () ->
            assertThat(heard.eventsAfter(count))
                .containsSubsequence("lost", "restored")
                .anyMatch(event -> event.startsWith("proven")));
    String id = token();
    eventually(
        () -> {
          removeAndWrite(id);
          assertThat(heard.events()).contains("changed " + id);
        });
  }

  private void removeAndWrite(String id) {
    String key = new Keys(namespace).ofId(id);
    try (var connection = outside()) {
      connection.sync().set(key, "x");
      connection.sync().del(key);
    }
  }

  private void fails(Runnable call) {
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(call::run)
        .withMessageStartingWith("Redis did not do what the cache asked for: ")
        .matches(StoreUnavailableException::isTransient);
  }

  private static boolean works(Runnable call) {
    try {
      call.run();
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  @Test
  void aKilledConnectionIsMadeAnewAndTracksAgain() {
    int count = heard.events().size();
    try (var connection = outside()) {
      connection.sync().clientKill(KillArgs.Builder.typeNormal().skipme());
    }
    hearsAgainAfter(count);
    eventually(() -> assertThat(works(() -> space.read("a"))).isTrue());
  }

  @Test
  void aServerThatComesBackEmptyIsToldAsALoss() {
    load(space, "a", "one");
    Generation before = space.generations(List.of("")).get("");
    int count = heard.events().size();
    redis.restart();
    hearsAgainAfter(count);
    eventually(() -> assertThat(works(() -> space.read("a"))).isTrue());
    assertThat(space.read("a")).isNull();
    assertThat(space.generations(List.of("")).get("")).isNotEqualTo(before);
    load(space, "a", "two");
  }

  @Test
  void anEmptiedServerIsToldAsALoss() {
    int count = heard.events().size();
    try (var connection = outside()) {
      connection.sync().flushall();
    }
    eventually(() -> assertThat(heard.eventsAfter(count)).contains("lost"));
  }

  @Test
  void aSuspendedServerProvesNothingAndFailsWithinTheDeadline() {
    load(space, "a", "one");
    int count = heard.events().size();
    redis.freeze();
    long frozen = time().nanos();
    long begin = System.nanoTime();
    fails(() -> space.read("a"));
    assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(2));
    fails(() -> space.invalidate(List.of("a"), tombstone("p")));
    eventually(() -> assertThat(time().nanos() - frozen).isGreaterThan(LONG_ENOUGH));
    assertThat(heard.hasProof(frozen)).isFalse();
    redis.thaw();
    hearsAgainAfter(count);
    assertThat(heard.events().stream().filter("lost"::equals)).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void theBreakerOpensAndClosesAgain() {
    redis.freeze();
    eventually(
        () ->
            assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> space.read("a"))
                .withMessageMatching(".*(circuit breaker open|no connection).*"));
    redis.thaw();
    eventually(() -> assertThat(works(() -> space.read("a"))).isTrue());
    load(space, "a", "one");
  }

  @Test
  void aNetworkThatLosesEverythingQuietlyIsNoticed() {
    int count = heard.events().size();
    long cut = time().nanos();
    proxy.apply(NetworkFault.blackHole());
    other.invalidate(List.of("a"), tombstone("p"));
    fails(() -> space.read("a"));
    eventually(() -> assertThat(heardByOther.events()).contains("changed a"));
    eventually(() -> assertThat(heardByOther.hasProof(cut + LONG_ENOUGH)).isTrue());
    assertThat(heard.hasProof(time().nanos())).isFalse();
    assertThat(heard.events()).doesNotContain("changed a");
    proxy.heal();
    hearsAgainAfter(count);
    eventually(() -> assertThat(works(() -> space.read("a"))).isTrue());
  }

  @Test
  void aServerThatIsNotThereHindersNobody() {
    redis.stop();
    try (RedisStore store = builder(redis.port()).build()) {
      Recorder recorder = new Recorder();
      StoreSpace opened =
          store.open(new SpaceOptions("n", 1, Duration.ofMillis(50), time()), recorder);
      fails(() -> opened.read("a"));
      fails(() -> opened.renew("red"));
      assertThat(recorder.events()).isEmpty();
      redis.restart();
      eventually(() -> assertThat(recorder.events()).anyMatch(event -> event.startsWith("proven")));
      assertThat(opened.read("a")).isNull();
    }
  }

  @Test
  void whatIsNotOursCountsAsNothing() {
    Keys keys = new Keys(namespace);
    try (var connection = outside()) {
      connection.sync().set(keys.ofId("a"), "text");
      connection.sync().rpush(keys.ofId("b"), "text");
      connection.sync().hset(keys.ofId("c"), Map.of("v1", "short", "m", "\u0001\u0002"));
      connection.sync().hset(keys.ofId("d"), "v1", "long enough for a header");
      connection.sync().rpush(keys.ofGeneration("red"), "text");
      connection.sync().set(keys.ofGeneration("blue"), "x:y");
    }
    assertThat(space.readAll(List.of("a", "b", "c", "d"))).isEmpty();
    for (String id : List.of("a", "b", "c", "d")) {
      assertThat(space.read(id)).isNull();
      load(space, id, "one");
      assertThat(text(other.read(id))).isEqualTo("one");
    }
    assertThat(space.generations(List.of("red", "blue")))
        .isEqualTo(other.generations(List.of("red", "blue")));
  }

  @Test
  void moreCommandsThanMayWaitAreRefused() {
    try (RedisStore store = builder(redis.port()).maxPending(2).build()) {
      StoreSpace opened = store.open(new SpaceOptions("n", 1, LONG, time()), new Recorder());
      eventually(
          () ->
              assertThatExceptionOfType(StoreUnavailableException.class)
                  .isThrownBy(() -> opened.expire(List.of("a", "b", "c")))
                  .withMessageContaining("more than 2 commands"));
      eventually(() -> assertThat(works(() -> opened.expire(List.of("a", "b")))).isTrue());
      List<String> four = List.of("a", "b", "c", "d"); // One command.
      eventually(() -> assertThat(works(() -> opened.readAll(four))).isTrue());
    }
  }

  @Test
  void anInterruptedThreadStopsWaitingAndStaysInterrupted() {
    redis.freeze();
    Thread.currentThread().interrupt();
    fails(() -> space.read("a"));
    assertThat(Thread.interrupted()).isTrue();
    redis.thaw();
  }

  @Test
  void aNamespaceIsOpenOnceAtATime() {
    try (RedisStore store = builder(redis.port()).build()) {
      SpaceOptions options = new SpaceOptions("n", 1, Duration.ofMillis(50), time());
      StoreSpace first = store.open(options, new Recorder());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.open(options, new Recorder()))
          .withMessageContaining("namespace is \"n\"");
      first.close();
      Recorder recorder = new Recorder();
      StoreSpace second = store.open(options, recorder);
      first.close();
      eventually(() -> assertThat(recorder.events()).anyMatch(event -> event.startsWith("proven")));
      second.invalidate(List.of("a"), tombstone("p"));
      eventually(() -> assertThat(recorder.events()).contains("changed a"));
    }
  }

  @Test
  void oneStoreServesManyCaches() {
    try (RedisStore store = builder(redis.port()).build()) {
      Recorder[] recorders = {new Recorder(), new Recorder(), new Recorder()};
      for (int i = 0; i < recorders.length; i++) {
        StoreSpace opened =
            store.open(new SpaceOptions("n" + i, 1, Duration.ofMillis(50), time()), recorders[i]);
        Recorder recorder = recorders[i];
        eventually(
            () -> assertThat(recorder.events()).anyMatch(event -> event.startsWith("proven")));
        opened.invalidate(List.of("id-" + i), tombstone("p"));
        eventually(() -> assertThat(recorder.events()).anyMatch(event -> event.contains("id-")));
      }
      for (int i = 0; i < recorders.length; i++) {
        assertThat(recorders[i].events())
            .filteredOn(event -> event.startsWith("changed"))
            .containsOnly("changed id-" + i);
      }
    }
  }

  @Test
  void aListenerThatFailsHindersNobody() {
    try (RedisStore store = builder(redis.port()).build()) {
      store.open(new SpaceOptions("bad", 1, Duration.ofMillis(50), time()), new FailingListener());
      Recorder recorder = new Recorder();
      store.open(new SpaceOptions("good", 1, Duration.ofMillis(50), time()), recorder);
      long now = time().nanos();
      eventually(() -> assertThat(recorder.hasProof(now)).isTrue());
    }
  }

  @Test
  void aStoreWhoseClientWasShutDownFailsAndCloses() {
    RedisClient another = RedisClient.create();
    RedisStore store = RedisStore.builder(another, uri(redis.port())).name("orphan").build();
    StoreSpace opened =
        store.open(new SpaceOptions("n", 1, Duration.ofMillis(50), time()), new Recorder());
    eventually(() -> assertThat(works(() -> opened.read("a"))).isTrue());
    another.shutdown();
    eventually(() -> assertThat(works(() -> opened.read("a"))).isFalse());
    store.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().contains("orphan"));
  }

  @Test
  void closeEndsTheThreadAndTheConnections() {
    try (var connection = outside()) {
      int before = clients(connection);
      RedisStore store = builder(redis.port()).name("closing").build();
      StoreSpace opened =
          store.open(new SpaceOptions("n", 1, Duration.ofMillis(50), time()), new Recorder());
      eventually(() -> assertThat(works(() -> opened.read("a"))).isTrue());
      eventually(() -> assertThat(clients(connection)).isEqualTo(before + 2));
      store.close();
      store.close();
      eventually(() -> assertThat(clients(connection)).isEqualTo(before));
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().contains("closing"));
      fails(() -> opened.read("a"));
    }
  }

  private static int clients(StatefulRedisConnection<String, String> connection) {
    return connection.sync().clientList().split("\n").length;
  }

  @Test
  void interruptsOfCallersSayNothingOfRedis() {
    for (int i = 0; i < 50; i++) {
      Thread.currentThread().interrupt();
      boolean answered = works(() -> space.read("a")); // Redis may be quicker than the wait.
      assertThat(Thread.interrupted()).as("after an answer: %s", answered).isTrue();
    }
    assertThat(space.read("a")).isNull(); // The breaker did not open.
  }

  @Test
  void breakerIsTriedAsSoonAsAHeartbeatIsAnswered() {
    try (CacheStore patient =
            builder(proxy.port()).breakerOpen(Duration.ofMinutes(1)).breakerCalls(5).build();
        StoreSpace patiently =
            patient.open(
                new SpaceOptions(namespace + "-patient", 1, Duration.ofMillis(500), time()),
                new Recorder())) {
      proxy.apply(NetworkFault.latency(Duration.ofMillis(300)));
      for (int i = 0; i < 10; i++) {
        assertThatExceptionOfType(StoreUnavailableException.class)
            .isThrownBy(() -> patiently.read("a"));
      }
      proxy.heal();
      Awaitility.await()
          .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
          .untilAsserted(() -> assertThat(patiently.read("a")).isNull());
    }
  }
}
