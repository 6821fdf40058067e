package dev.persistence.cache.redis;

import dev.persistence.cache.store.Fill;
import dev.persistence.cache.store.Generation;
import dev.persistence.cache.store.LeaseAnswer;
import dev.persistence.cache.store.LeaseRequest;
import dev.persistence.cache.store.StoreSpace;
import dev.persistence.cache.store.StoreUnavailableException;
import dev.persistence.cache.store.StoredValue;
import dev.persistence.cache.store.Tombstone;
import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A cache's part of a Redis; but for reads each call is a script per key, all sent at once. */
final class RedisSpace implements StoreSpace {

  private final Keys keys;
  private final byte[] field;
  private final Calls calls;
  private final Values values;
  private final ServerClock clock;
  private final Runnable onClose;

  RedisSpace(Member member, Calls calls, ServerClock clock, Runnable onClose) {
    this.keys = member.keys();
    this.field = Wire.bytes("v" + member.options().schemaVersion());
    this.calls = calls;
    this.values = new Values(keys, field, calls);
    this.clock = clock;
    this.onClose = onClose;
  }

  @Override
  public @Nullable StoredValue read(String id) {
    Entry entry = values.read(id);
    return entry == null ? null : entry.at(serverMicros());
  }

  @Override
  public Map<String, StoredValue> readAll(Collection<String> ids) {
    List<String> asked = List.copyOf(ids);
    List<@Nullable Entry> read = values.readAll(asked);
    Map<String, StoredValue> found = new HashMap<>(2 * asked.size());
    for (int i = 0; i < asked.size(); i++) {
      Entry entry = read.get(i);
      StoredValue value = entry == null ? null : entry.at(serverMicros());
      if (value != null) {
        found.put(asked.get(i), value);
      }
    }
    return found;
  }

  private long serverMicros() {
    if (!clock.isKnown()) {
      throw new StoreUnavailableException(
          new Explanation(
              "the age of a value cannot be told",
              "no heartbeat was answered since the start",
              "Go on without the cache until one is"),
          null);
    }
    return clock.serverMicros();
  }

  @Override
  public Map<String, LeaseAnswer> lease(Collection<LeaseRequest> requests) {
    Map<String, LeaseAnswer> answers = new HashMap<>();
    List<LeaseRequest> asked = List.copyOf(requests);
    List<List<Object>> replies = write(asked, this::lease);
    for (int i = 0; i < asked.size(); i++) {
      answers.put(asked.get(i).id(), answer(replies.get(i)));
    }
    return answers;
  }

  private Script.Call lease(LeaseRequest request) {
    return call(
        "lease",
        request.id(),
        field,
        Wire.bytes(request.token()),
        millis(request.duration()),
        Wire.bytes(request.seenStamp()));
  }

  private LeaseAnswer answer(List<Object> reply) {
    int kind = number(reply.get(0));
    return switch (kind) {
      case 0 -> new LeaseAnswer.Granted(reply.stream().skip(1).map(Wire::text).toList());
      case 1 ->
          new LeaseAnswer.Held(Wire.text(reply.get(1)), Duration.ofMillis(number(reply.get(2))));
      case 2 -> found((byte[]) reply.get(1));
      case 3 -> new LeaseAnswer.Fenced(Duration.ofMillis(number(reply.get(1))));
      default -> throw new IllegalStateException("the script answered " + kind);
    };
  }

  private LeaseAnswer found(byte[] bytes) {
    Entry entry = Entry.of(ByteBuffer.wrap(bytes));
    if (entry == null) {
      throw new IllegalStateException("the script found what it did not write");
    }
    return new LeaseAnswer.Found(entry.unconditionally(serverMicros()));
  }

  private static int number(Object element) {
    return Math.toIntExact((Long) element);
  }

  @Override
  public Set<String> fill(Collection<Fill> fills) {
    List<Fill> asked = List.copyOf(fills);
    List<List<Object>> replies = write(asked, fill -> store("fill", fill, null));
    Set<String> stored = new HashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      if (isYes(replies.get(i))) {
        stored.add(asked.get(i).id());
      }
    }
    return stored;
  }

  private static boolean isYes(List<Object> reply) {
    return number(reply.get(0)) == 1;
  }

  private Script.Call store(String op, Fill fill, @Nullable Tombstone tombstone) {
    return call(
        op,
        fill.id(),
        field,
        Wire.bytes(fill.token()),
        fill.frame(),
        millis(fill.keep()),
        version(fill.version()),
        Wire.bytes(tombstone == null ? "" : tombstone.position()),
        millis(tombstone == null ? Duration.ZERO : tombstone.keep()));
  }

  /** Returns text that sorts as the number does: numbers of scripts have 53 bits. */
  private static byte[] version(long version) {
    return Wire.bytes(version < 0 ? "" : "%019d".formatted(version));
  }

  @Override
  public void release(Collection<String> ids, String token) {
    write(ids, id -> call("release", id, Wire.bytes(token)));
  }

  @Override
  public void invalidate(Collection<String> ids, Tombstone tombstone) {
    byte[] position = Wire.bytes(tombstone.position());
    write(ids, id -> call("invalidate", id, position, millis(tombstone.keep())));
  }

  @Override
  public boolean putIfNewer(Fill fill, Tombstone tombstone) {
    Arguments.inRange("version", fill.version(), 0, Long.MAX_VALUE);
    return isYes(write(List.of(fill), put -> store("putIfNewer", put, tombstone)).get(0));
  }

  @Override
  public void fence(Collection<String> ids, String token, Duration duration) {
    write(ids, id -> call("fence", id, Wire.bytes(token), millis(duration)));
  }

  @Override
  public void unfence(Collection<String> ids, String token, @Nullable Tombstone tombstone) {
    if (tombstone == null) {
      write(ids, id -> call("unfence", id, Wire.bytes(token)));
      return;
    }
    byte[] position = Wire.bytes(tombstone.position());
    write(ids, id -> call("unfence", id, Wire.bytes(token), position, millis(tombstone.keep())));
  }

  @Override
  public boolean unfenceAndFill(Fill fill, Tombstone tombstone) {
    return isYes(write(List.of(fill), put -> store("unfenceAndFill", put, tombstone)).get(0));
  }

  @Override
  public void expire(Collection<String> ids) {
    write(ids, id -> call("expire", id));
  }

  @Override
  public Map<String, Generation> generations(Collection<String> names) {
    List<String> asked = List.copyOf(names);
    List<List<Object>> replies =
        calls.reads(asked.stream().map(name -> generation("get", name)).toList(), Wire::nested);
    Map<String, Generation> generations = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      generations.put(asked.get(i), generation(replies.get(i)));
    }
    return generations;
  }

  private Script.Call generation(String op, String name) {
    return Script.GENERATION.on(
        keys.ofGeneration(name), Wire.bytes(op), Wire.bytes(calls.random()));
  }

  private static Generation generation(List<Object> reply) {
    String known = Wire.text(reply.get(0));
    int colon = known.indexOf(':');
    long renewed = Long.parseLong(known.substring(colon + 1));
    long age = Long.parseLong(Wire.text(reply.get(1))) - renewed;
    return new Generation(
        Long.parseLong(known.substring(0, colon)),
        renewed == 0 ? Long.MAX_VALUE : Math.max(0, age));
  }

  @Override
  public void renew(String name) {
    calls.writes(List.of(generation("renew", name)));
  }

  private <T> List<List<Object>> write(Collection<T> whats, Function<T, Script.Call> script) {
    List<Script.Call> scripts = new ArrayList<>(whats.size());
    whats.forEach(what -> scripts.add(script.apply(what)));
    return calls.writes(scripts);
  }

  private Script.Call call(String op, String id, byte[]... arguments) {
    byte[][] all = new byte[arguments.length + 1][];
    all[0] = Wire.bytes(op);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Script.ENTRY.on(keys.ofId(id), all);
  }

  private static byte[] millis(Duration duration) {
    return Wire.bytes(Math.max(1, duration.toMillis()));
  }

  @Override
  public void close() {
    onClose.run();
  }
}
