package dev.persistence.cache;

import dev.persistence.cache.InterceptedStore.Flaw;
import dev.persistence.cache.internal.CacheThreads;
import dev.persistence.cache.internal.Waits;
import dev.persistence.cache.store.ReferenceStore;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.time.ManualTimeSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
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
  private final boolean strict;
  private boolean calm = true;
  private boolean down;
  private int leaps;
  private boolean changedByHand;
  private boolean wiped;
  private long lastValue;
  private long firstKey;

  CacheWorld(SeededRandom random, boolean strict, Set<Flaw> flaws) {
    this.random = random;
    this.strict = strict;
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
            .threads(new CacheThreads(strands, strands, new Turns(), () -> {}));
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
    changedByHand = random.chance(0.5);
    calm = false;
    int clients = random.between(2, 4);
    for (int i = 0; i < clients; i++) {
      int node = random.between(0, 1);
      int steps = random.between(1, 3);
      interleaver.spawn(() -> new CacheClient(this, node).run(steps));
    }
    interleaver.run();
    becomeQuiet();
    requireNewestOrNothing("when all was quiet");
    interleaver.spawn(this::readAll);
    interleaver.run();
    deliverAll();
    requireNewestOrNothing("after it was read again");
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
    if (dice < 60) {
      store.deliver(channel.space());
    } else if (dice < 75) {
      database.replicate(1);
    } else if (dice < 78) {
      note("cut " + channels.indexOf(channel));
      store.cut(channel.space());
    } else if (dice < 83 && !down) {
      note("reconnect " + channels.indexOf(channel));
      store.reconnect(channel.space());
    } else if (dice < 90) {
      store.heartbeat(channel.space());
    } else if (dice < 95) {
      fail(dice);
    } else if (dice < 96) {
      note("wipe");
      wiped = true;
      store.wipe();
    } else if (dice < 97 && leaps > 0) {
      leaps--;
      note("11 s pass");
      database.replicate(Integer.MAX_VALUE);
      time.advance(Duration.ofSeconds(11));
    } else {
      time.advance(Duration.ofMillis(random.between(1, 300)));
    }
  }

  private void fail(int dice) {
    down = dice < 93 && !down;
    note(down ? "store down" : "store up");
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
      if (!random.chance(0.5) || !store.heartbeat(channel.space())) {
        note("reconnect " + channels.indexOf(channel));
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
    for (InterceptedStore channel : channels) {
      boolean more = true;
      while (more) {
        more = store.deliver(channel.space());
      }
    }
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

  long steps() {
    return interleaver.steps();
  }

  @Override
  public void close() {
    nodes.forEach(TieredCache::close);
    interleaver.close();
  }

  /** Waiting is having others run. */
  private final class Turns implements Waits {
    @Override
    public <T extends @Nullable Object> T await(CompletableFuture<T> result, long nanos)
        throws InterruptedException, ExecutionException, TimeoutException {
      return interleaver.await(result, nanos);
    }
  }

  /** A number in eight bytes. */
  private static final class LongCodec implements Codec<Long> {
    @Override
    public byte id() {
      return 65;
    }

    @Override
    public byte[] encode(Long value) {
      return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    @Override
    public Long decode(byte[] bytes, int offset, int length) {
      return ByteBuffer.wrap(bytes, offset, length).getLong();
    }
  }
}
