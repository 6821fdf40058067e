package dev.persistence.cache.internal;

import dev.persistence.cache.Codec;
import dev.persistence.cache.MissReason;
import dev.persistence.cache.TieredCacheConfig;
import dev.persistence.cache.store.StoreSpace;
import dev.persistence.cache.store.StoredValue;
import dev.persistence.core.Arguments;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The values in the shared store: what its bytes mean, and whether they are still good.
 * Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class StoreTier<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(StoreTier.class);
  private static final List<String> SPACE = List.of(Generations.SPACE);
  private static final List<String> WITH_TAGS = List.of(Generations.SPACE, Generations.ANY_TAG);

  private final StoreSpace space;
  private final Codec<V> codec;
  private final TieredCacheConfig<K, V> config;
  private final Generations generations;
  private final CoarseClock clock;
  private final Counters counters;
  private final List<String> before;
  private final AtomicBoolean warned = new AtomicBoolean();

  StoreTier(
      StoreSpace space, TieredCacheConfig<K, V> config, Generations generations, Reports reports) {
    this.space = space;
    this.codec = Objects.requireNonNull(config.codec());
    this.config = config;
    this.generations = generations;
    this.clock = reports.clock();
    this.counters = reports.counters();
    this.before = config.tags() == null ? SPACE : WITH_TAGS;
  }

  StoreSpace space() {
    return space;
  }

  /** Gives up all values at once. */
  void renewAll() {
    space.renew(Generations.SPACE);
    generations.forget(Generations.SPACE);
  }

  /** Gives up all values that have the tag. The generation of any tag is first, as it must be. */
  void renewTag(String tag) {
    space.renew(Generations.ANY_TAG);
    space.renew(tag);
    generations.forget(Generations.ANY_TAG);
    generations.forget(tag);
  }

  /** Returns what the store has for the id. */
  Read<V> read(String id) {
    StoredValue stored = space.read(id);
    return stored == null ? Read.nothing() : interpret(stored);
  }

  /** Returns what the store has for each of the ids. */
  Map<String, Read<V>> readAll(Collection<String> ids) {
    Map<String, StoredValue> found = space.readAll(ids);
    List<@Nullable Frame> frames = new ArrayList<>(ids.size());
    Set<String> names = new HashSet<>();
    for (String id : ids) {
      StoredValue stored = found.get(id);
      Frame frame = stored == null ? null : parse(stored);
      frames.add(frame);
      if (frame != null) {
        names.addAll(frame.generations().keySet());
      }
    }
    Map<String, Long> current = generations.numbers(names);
    Map<String, Read<V>> reads = new HashMap<>(2 * ids.size());
    Iterator<@Nullable Frame> frame = frames.iterator();
    for (String id : ids) {
      StoredValue stored = found.get(id);
      Frame of = frame.next();
      reads.put(id, stored == null ? Read.nothing() : judge(stored, of, current));
    }
    return reads;
  }

  /** Returns what a stored value is worth. */
  Read<V> interpret(StoredValue stored) {
    Frame frame = parse(stored);
    Set<String> names = frame == null ? Set.of() : frame.generations().keySet();
    return judge(stored, frame, generations.numbers(names));
  }

  private @Nullable Frame parse(StoredValue stored) {
    Frame frame = Frame.parse(stored.frame());
    return frame != null && frame.codec() == codec.id() && frame.schema() == config.schemaVersion()
        ? frame
        : null;
  }

  private Read<V> judge(StoredValue stored, @Nullable Frame frame, Map<String, Long> current) {
    if (frame == null) {
      return Read.useless(stored.stamp(), MissReason.DECODE);
    }
    if (!frame.isOf(current)) {
      return Read.useless(stored.stamp(), MissReason.INVALIDATED);
    }
    Frame.Payload payload = frame.payload();
    V value = null;
    if (payload != null) {
      try {
        value = codec.decode(payload.bytes(), payload.offset(), payload.length());
      } catch (IOException
          | RuntimeException
          | StackOverflowError unreadable) { // Then it is a miss.
        return Read.useless(stored.stamp(), MissReason.DECODE);
      }
      if (value == null) { // No codec may say so, but some do.
        return Read.useless(stored.stamp(), MissReason.DECODE);
      }
    }
    return new Read<>(entry(stored, frame, value), stored.stamp(), MissReason.EXPIRED);
  }

  private Entry<V> entry(StoredValue stored, Frame frame, @Nullable V value) {
    long now = clock.now();
    long since = now - stored.ageMillis() * 1_000_000;
    Frame.Times times = frame.times();
    long soft = since + times.softMillis() * 1_000_000;
    Entry.Origin origin =
        new Entry.Origin(frame.version(), times.loadMicros() * 1000, since, frame.isTagged());
    Entry<V> entry = new Entry<>(value, soft, since + times.hardMillis() * 1_000_000, origin);
    return stored.expired() ? entry.expiredAt(now) : entry;
  }

  /** Returns what a load takes before it begins; its leases have a name that is used once. */
  Claim claim(String name) {
    return Claim.of(name, generations.numbers(before));
  }

  /** Returns what a load must see because many values were given up at once of late. */
  List<String> positionsOfMany() {
    return wasRenewedWithin(config.tombstone()) ? Order.ANY_CHANGE : List.of();
  }

  /** Tells whether many were changed at once so short a time ago. */
  boolean wasRenewedWithin(Duration time) {
    return generations.isAnyYoungerThan(before, time.toMillis());
  }

  /**
   * Returns the stored form of what was loaded, without what cannot be stored: a value that is too
   * large or that its codec fails on, and all of them if a tag was changed since.
   *
   * @param of the generations before the load
   */
  Map<K, byte[]> frames(Map<K, Loaded<V>> loaded, Map<String, Long> of) {
    Map<K, Set<String>> tags = new HashMap<>();
    loaded.forEach((key, one) -> unlessUnfit(() -> tags.put(key, tags(key, one.value()))));
    Set<String> names = new HashSet<>();
    tags.values().forEach(names::addAll);
    Map<String, Long> current = withTags(of, names);
    Map<K, byte[]> frames = new HashMap<>();
    if (current.entrySet().containsAll(of.entrySet())) {
      tags.forEach(
          (key, own) -> {
            Loaded<V> one = loaded.get(key);
            if (one != null) {
              unlessUnfit(() -> frames.put(key, frame(one, own, current)));
            }
          });
    }
    return frames;
  }

  /** A step that a user's codec or function of tags takes part in. */
  private interface Step {
    void run() throws IOException;
  }

  private void unlessUnfit(Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException unfit) { // Whatever a codec or the tags fail with.
      counters.unstorable.increment();
      if (warned.compareAndSet(false, true)) {
        LOG.warn("{}: a value cannot be stored, see unstorable", config.name(), unfit);
      } else {
        LOG.debug("{}: a value cannot be stored: {}", config.name(), unfit.getClass());
      }
    }
  }

  /**
   * Returns the stored form of a value that is about to be written.
   *
   * @throws IllegalArgumentException if it cannot be stored
   */
  byte[] frame(K key, Loaded<V> loaded) {
    Set<String> tags = tags(key, loaded.value());
    Map<String, Long> current = withTags(generations.numbers(before), tags);
    try {
      return frame(loaded, tags, current);
    } catch (IOException unfit) {
      throw new IllegalArgumentException(
          "value cannot be told in bytes by the codec; allowed: values that it can", unfit);
    }
  }

  private byte[] frame(Loaded<V> loaded, Set<String> tags, Map<String, Long> current)
      throws IOException {
    V value = loaded.value();
    Map<String, Long> own = new HashMap<>(current);
    own.keySet().removeIf(name -> !name.equals(Generations.SPACE) && !tags.contains(name));
    byte[] encoded = value == null ? null : codec.encode(value);
    if (value != null && encoded == null) { // It would be read as known to be absent.
      throw new IOException("The codec has made no bytes of a value");
    }
    Frame.Payload payload = encoded == null ? null : new Frame.Payload(encoded, 0, encoded.length);
    Frame frame =
        new Frame(
            codec.id(), config.schemaVersion(), loaded.life(), loaded.version(), own, payload);
    byte[] bytes = frame.bytes();
    Arguments.inRange("bytes of a value", bytes.length, 0, config.maxValueBytes());
    return bytes;
  }

  private Map<String, Long> withTags(Map<String, Long> of, Set<String> tags) {
    if (config.tags() == null) {
      return of;
    }
    Set<String> names = new HashSet<>(tags);
    names.addAll(before);
    return generations.numbers(names);
  }

  private Set<String> tags(K key, @Nullable V value) {
    return config.tags() == null || value == null
        ? Set.of()
        : Tags.checked(config.tags().apply(key, value));
  }
}
