package dev.persistence.cache.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The stores, spaces and short cuts of {@link CacheStoreContract}. */
public abstract class StoreFixtureContract {

  /** Far longer than a test takes. */
  protected static final Duration LONG = Duration.ofMinutes(1);

  /** Over soon, so that a test can wait for the end. */
  protected static final Duration SHORT = Duration.ofMillis(60);

  /** On a busy machine an answer that takes two of them must be one that never comes. */
  private static final Duration HEARTBEAT = Duration.ofMillis(500);

  /** Heard by a node. */
  protected static final class Recorder implements StoreListener {
    private final List<String> events = new CopyOnWriteArrayList<>();

    /** Creates one that has heard nothing. */
    public Recorder() {}

    @Override
    public void changed(String id) {
      events.add("changed " + id);
    }

    @Override
    public void generationChanged(String name) {
      events.add("generation " + name);
    }

    @Override
    public void proven(long atNanos) {
      events.add("proven " + atNanos);
    }

    @Override
    public void lost() {
      events.add("lost");
    }

    @Override
    public void restored() {
      events.add("restored");
    }

    /** Returns what was heard, oldest first. */
    public List<String> events() {
      return List.copyOf(events);
    }

    /** Returns what was heard after so many others. */
    public List<String> eventsAfter(int count) {
      List<String> all = events();
      return all.subList(count, all.size());
    }

    /** Returns whether something that happened before this instant can not come any more. */
    public boolean hasProof(long ofNanos) {
      return events.stream()
          .filter(event -> event.startsWith("proven "))
          .anyMatch(event -> Long.parseLong(event.substring(7)) - ofNanos > 0);
    }
  }

  private final List<CacheStore> stores = new ArrayList<>();
  private int tokens;

  protected final String namespace = "space-" + UUID.randomUUID();
  protected final Recorder heard = new Recorder();
  protected final Recorder heardByOther = new Recorder();
  protected StoreSpace space;
  protected StoreSpace other;

  protected StoreFixtureContract() {}

  /** Returns the store as another node sees it; the test closes it. */
  protected abstract CacheStore connect();

  /** Removes what the store holds of an id, by other means than a {@link CacheStore}. */
  protected abstract void removeOutside(String id);

  /** Removes a generation, by other means than a {@link CacheStore}. */
  protected abstract void removeGenerationOutside(String name);

  /** Returns what instants are measured by. */
  protected TimeSource time() {
    return TimeSource.system();
  }

  /** Called again and again while a test waits. */
  protected void pass() {}

  @BeforeEach
  void openSpaces() {
    space = open(1, heard);
    other = open(1, heardByOther);
  }

  @AfterEach
  void closeStores() {
    stores.forEach(CacheStore::close);
  }

  /** Opens the namespace on a node of its own, and waits until it hears what happens. */
  protected final StoreSpace open(int schemaVersion, Recorder listener) {
    CacheStore store = connect();
    stores.add(store);
    StoreSpace opened =
        store.open(new SpaceOptions(namespace, schemaVersion, HEARTBEAT, time()), listener);
    eventually(() -> assertThat(listener.events()).anyMatch(event -> event.startsWith("proven")));
    return opened;
  }

  /** Waits until an assertion holds. */
  protected final void eventually(Runnable assertion) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(
            () -> {
              pass();
              assertion.run();
            });
  }

  protected final String token() {
    return "token-" + tokens++;
  }

  protected static byte[] frame(String text) {
    return text.getBytes(UTF_8);
  }

  protected static @Nullable String text(@Nullable StoredValue value) {
    return value == null ? null : new String(value.frame(), UTF_8);
  }

  protected static Tombstone tombstone(String position) {
    return new Tombstone(position, LONG);
  }

  protected static StoredValue there(@Nullable StoredValue value) {
    return Objects.requireNonNull(value, "no value");
  }

  /** Asks for a lease as one who has not seen a value. */
  protected static LeaseAnswer lease(StoreSpace by, String id, String token) {
    return lease(by, new LeaseRequest(id, token, LONG, 0));
  }

  protected static LeaseAnswer lease(StoreSpace by, LeaseRequest request) {
    LeaseAnswer answer = by.lease(List.of(request)).get(request.id());
    return Objects.requireNonNull(answer, "no answer");
  }

  /** Returns the positions of a lease that must be granted. */
  protected static List<String> granted(LeaseAnswer answer) {
    assertThat(answer).isInstanceOf(LeaseAnswer.Granted.class);
    return ((LeaseAnswer.Granted) answer).positions();
  }

  protected static boolean fill(StoreSpace by, String id, String token, String text) {
    return by.fill(List.of(new Fill(id, token, frame(text), LONG, Fill.NO_VERSION))).contains(id);
  }

  /** Stores a value of an id that has none. */
  protected final void load(StoreSpace by, String id, String text) {
    String token = token();
    granted(lease(by, id, token));
    assertThat(fill(by, id, token, text)).isTrue();
  }

  /** Loads a value although there is one, and returns the positions it had to see. */
  protected final List<String> reload(String id, String text) {
    String token = token();
    StoredValue seen = space.read(id);
    List<String> positions =
        granted(lease(space, new LeaseRequest(id, token, LONG, seen == null ? 0 : seen.stamp())));
    assertThat(fill(space, id, token, text)).isTrue();
    return positions;
  }

  /** Returns a value of a version; the token is that of the fence, if there is one. */
  protected static Fill versioned(String id, String token, long version) {
    return new Fill(id, token, frame("v" + version), LONG, version);
  }

  protected static boolean putIfNewer(StoreSpace by, String id, long version) {
    return by.putIfNewer(versioned(id, "", version), tombstone("put-" + version));
  }

  /** Checks that a load that began before something may not store what it got. */
  protected final void endsLease(String id, Runnable what) {
    StoredValue seen = space.read(id);
    String token = token();
    granted(lease(space, new LeaseRequest(id, token, LONG, seen == null ? 0 : seen.stamp())));
    what.run();
    assertThat(fill(space, id, token, "old")).isFalse();
    assertThat(text(space.read(id))).isNotEqualTo("old");
  }

  /** Checks that both nodes hear of a change. */
  protected final void isHeard(String event, Runnable what) {
    String barrier = token();
    space.renew(barrier);
    for (Recorder recorder : Set.of(heard, heardByOther)) {
      eventually(() -> assertThat(recorder.events()).contains("generation " + barrier));
    }
    int before = heard.events().size();
    int beforeByOther = heardByOther.events().size();
    what.run();
    eventually(() -> assertThat(heard.eventsAfter(before)).contains(event));
    eventually(() -> assertThat(heardByOther.eventsAfter(beforeByOther)).contains(event));
  }
}
