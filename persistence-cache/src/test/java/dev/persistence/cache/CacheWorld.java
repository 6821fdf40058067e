package dev.persistence.cache;

import dev.persistence.cache.InterceptedStore.Flaw;
import dev.persistence.cache.internal.CacheThreads;
import dev.persistence.cache.store.ReferenceStore;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.time.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes with a cache each, a store, and a database whose replica lags. In each round some
 * clients do random things to two rows, interleaved at random, while announcements come late, the
 * channel is cut and the store fails; once all is quiet, every tier must have the newest value or
 * none.
 */
final class CacheWorld implements AutoCloseable {

  private static final String NAME = "row";

  private final SeededRandom random;
  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final ModelDatabase database = new ModelDatabase();
  private final ReferenceStore store = new ReferenceStore(time);
  private final Interleaver interleaver;
  private final List<InterceptedStore> channels = new ArrayList<>();
  private final List<TieredCache<Long, Long>> nodes = new ArrayList<>();
  private final StringBuilder history = new StringBuilder();
  private final Tally tally;
  private final boolean strict;
  private boolean calm = true;
  private boolean down;
  private int leaps;
  private boolean deadly;
  private boolean changedByHand;
  private boolean wiped;
  private long lastValue;
  private long firstKey;

  CacheWorld(SeededRandom random, boolean strict, Set<Flaw> flaws, Tally tally) {
    this.random = random;
    this.strict = strict;
    this.tally = tally;
    this.interleaver = new Interleaver(random, time, this::act);
    for (int i = 0; i < 2; i++) {
      InterceptedStore channel = new InterceptedStore(store, interleaver::pause, flaws);
      channels.add(channel);
      nodes.add(node(channel));
    }
  }

  private TieredCache<Long, Long> node(InterceptedStore channel) {
    Executor strands = task -> interleaver.spawn(task);
    TieredCacheBuilder<Long, Long> builder =
        TieredCache.<Long, Long>builder(NAME)
            .near(Near.maximumSize(1000))
            .store(channel)
            .codec(new LongCodec())
            .loader((KeyLoader<Long, Long>) this::load)
            .writer(this::write)
            .transactions(ModelTransaction::open)
            .refreshAhead(0)
            .time(time)
            .threads(new CacheThreads(strands, strands, interleaver, () -> {}));
    return (strict ? builder.strict() : builder).build();
  }

  private Long load(Long key) {
    interleaver.pause();
    long value = database.read(key);
    interleaver.pause();
    return value;
  }

  private void write(Long key, Long value) {
    interleaver.pause();
    database.commit(key, value);
    interleaver.pause();
  }

  /** Runs one round and checks it. */
  void round() {
    firstKey += 2;
    history.setLength(0);
    leaps = 1;
    wiped = false;
    deadly = strict && random.chance(0.3); // A fence alone tells of a dead writer's change.
    changedByHand = !deadly && random.chance(0.5);
    calm = true;
    warmUp();
    calm = false;
    int clients = random.between(2, 4);
    int most = random.between(1, 3);
    for (int i = 0; i < clients; i++) {
      int node = random.between(0, 1);
      int steps = random.between(1, most);
      interleaver.spawn(() -> new CacheClient(this, node).run(steps));
    }
    interleaver.run();
    becomeQuiet();
    requireNewestOrNothing("when all was quiet");
    interleaver.spawn(this::readAll);
    interleaver.run();
    deliverAll();
    requireNewestOrNothing("after it was read again");
    tally.countRound(interleaver.takeFingerprint());
  }

  /** Has some values in the store, and some of them near. */
  private void warmUp() {
    for (int reads = random.between(0, 6); reads > 0; reads--) {
      TieredCache<Long, Long> node = random.pick(nodes);
      long key = anyKey();
      interleaver.spawn(() -> node.get(key));
      interleaver.run();
      deliverAll();
    }
  }

  private void readAll() {
    for (TieredCache<Long, Long> node : nodes) {
      for (long key = firstKey; key < firstKey + 2; key++) {
        require(node.get(key), key, "read");
      }
    }
  }

  private void requireNewestOrNothing(String when) {
    for (TieredCache<Long, Long> node : nodes) {
      for (long key = firstKey; key < firstKey + 2; key++) {
        Lookup<Long> found = node.lookup(key);
        if (found.state() != Lookup.State.ABSENT) {
          require(found.value(), key, found + " " + when);
        }
      }
    }
  }

  private void require(@Nullable Long value, long key, String what) {
    if (value == null || value != database.newest(key)) {
      throw new AssertionError(
          "row %d is %s, but its newest value is %d (%s)%s"
              .formatted(key, value, database.newest(key), what, story()));
    }
  }

  /** What goes on beside the clients: between any two of their steps. */
  private void act() {
    InterceptedStore channel = random.pick(channels);
    int dice = calm ? 0 : random.between(0, 99);
    interleaver.mark(dice);
    if (dice < 30) {
      store.deliver(channel.space());
    } else if (dice < 60) {
      deliverAll(channel);
    } else if (dice < 75) {
      database.replicate(1);
    } else if (dice < 78) {
      happens("cut", channel);
      store.cut(channel.space());
    } else if (dice < 83 && !down) {
      happens("reconnect", channel);
      store.reconnect(channel.space());
    } else if (dice < 90) {
      store.heartbeat(channel.space());
    } else if (dice < 95) {
      fail(dice);
    } else if (dice < 96 && !deadly) {
      happens("wipe");
      wiped = true;
      store.wipe();
    } else if (dice < 97 && leaps > 0) {
      leaps--;
      happens("11 s pass");
      database.replicate(Integer.MAX_VALUE);
      time.advance(Duration.ofSeconds(11));
    } else {
      time.advance(Duration.ofMillis(random.between(1, 300)));
    }
  }

  private void fail(int dice) {
    down = dice < 93 && !down;
    happens(down ? "store down" : "store up");
    boolean losing = random.chance(0.5);
    store.unavailable(down && !losing);
    store.losingReplies(down && losing);
  }

  private void becomeQuiet() {
    calm = true;
    down = false;
    note("quiet");
    store.unavailable(false);
    store.losingReplies(false);
    for (InterceptedStore channel : channels) {
      if (random.chance(0.25) || !store.heartbeat(channel.space())) {
        happens("reconnect", channel);
        store.reconnect(channel.space());
      }
    }
    for (int i = 0; i < 3; i++) {
      interleaver.run();
      deliverAll();
      channels.forEach(channel -> store.heartbeat(channel.space()));
    }
    for (TieredCache<Long, Long> node : nodes) {
      if (node.health().owedChanges() > 0) {
        throw new AssertionError("changes are owed still: " + node.health() + history);
      }
    }
  }

  private void deliverAll() {
    channels.forEach(this::deliverAll);
  }

  @SuppressWarnings("StatementWithEmptyBody") // The condition is all there is to do.
  private void deliverAll(InterceptedStore channel) {
    while (store.deliver(channel.space())) {}
  }

  private void happens(String event, InterceptedStore... to) {
    tally.count(event);
    note(to.length == 0 ? event : event + " " + channels.indexOf(to[0]));
  }

  void note(String event) {
    history.append(event).append('\n');
  }

  /** Returns what has happened in this round. */
  String story() {
    return "; what happened:\n" + history;
  }

  TieredCache<Long, Long> node(int number) {
    return nodes.get(number);
  }

  ModelDatabase database() {
    return database;
  }

  SeededRandom random() {
    return random;
  }

  Interleaver interleaver() {
    return interleaver;
  }

  long anyKey() {
    return firstKey + random.between(0, 1);
  }

  List<Long> keys() {
    return List.of(firstKey, firstKey + 1);
  }

  long newValue() {
    return ++lastValue;
  }

  /** Tells whether writers may die in this round, so that a commit is told by nobody. */
  boolean isDeadly() {
    return deadly;
  }

  /** Tells whether keys are removed by hand in this round. */
  boolean isChangedByHand() {
    return changedByHand;
  }

  /** Tells whether the store has lost all it knew in this round. */
  boolean isWiped() {
    return wiped;
  }

  /** Removes the row's key as an operator does, which waits for the replica first. */
  void removeByHand(long key) {
    database.replicate(Integer.MAX_VALUE);
    store.remove(NAME, Long.toString(key));
  }

  /** Takes note of what a client does. */
  void count(String operation, long key) {
    tally.count(operation);
    interleaver.mark(operation.hashCode() + (int) (key - firstKey));
  }

  @Override
  public void close() {
    nodes.forEach(TieredCache::close);
    interleaver.close();
  }
}
