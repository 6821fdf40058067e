package dev.persistence.cache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the model holds for one id; every verb is given the time, in nanoseconds. */
final class ReferenceEntry {

  private static final int MOST_POSITIONS = 8;

  private static final class Value {
    final byte[] frame;
    final long stamp;
    final long since;
    final long until;
    boolean expired;

    Value(byte[] frame, long stamp, long since, long until) {
      this.frame = frame;
      this.stamp = stamp;
      this.since = since;
      this.until = until;
    }
  }

  /**
   * A kept position.
   *
   * @param stored whether the value of that change was stored, with its version
   */
  private record Kept(String position, long until, boolean stored) {}

  private static final class Fence {
    final long until;
    final long suspectUntil;
    boolean touched;

    Fence(long now, Duration duration) {
      this.until = now + duration.toNanos();
      this.suspectUntil = until + duration.toNanos();
    }
  }

  private final Map<Integer, Value> values = new HashMap<>(2);
  private final Map<String, Fence> fences = new HashMap<>(2);
  private final List<Kept> kept = new ArrayList<>(2);
  private @Nullable String holder;
  private long leaseUntil;
  private long version = Fill.NO_VERSION;
  private long versionUntil;

  /** Drops what is over, and returns this. */
  ReferenceEntry at(long now) {
    values.values().removeIf(value -> value.until <= now);
    kept.removeIf(position -> position.until <= now);
    fences.values().removeIf(fence -> fence.suspectUntil <= now);
    if (leaseUntil <= now) {
      holder = null;
    }
    if (versionUntil <= now) {
      version = Fill.NO_VERSION;
    }
    return this;
  }

  @Nullable StoredValue read(int schema, long now) {
    Value value = values.get(schema);
    return value == null
        ? null
        : new StoredValue(value.frame, (now - value.since) / 1_000_000, value.stamp, value.expired);
  }

  LeaseAnswer lease(LeaseRequest request, int schema, long now) {
    long fenced = fencedUntil(now);
    if (fenced > now) {
      return new LeaseAnswer.Fenced(Duration.ofNanos(fenced - now));
    }
    StoredValue value = read(schema, now);
    if (value != null && value.stamp() != request.seenStamp()) {
      return new LeaseAnswer.Found(value);
    }
    if (holder != null && !holder.equals(request.token())) {
      return new LeaseAnswer.Held(holder, Duration.ofNanos(leaseUntil - now));
    }
    holder = request.token();
    leaseUntil = now + request.duration().toNanos();
    return new LeaseAnswer.Granted(List.copyOf(positions()));
  }

  private Set<String> positions() {
    Set<String> positions = new LinkedHashSet<>();
    kept.forEach(position -> positions.add(position.position));
    if (!fences.isEmpty()) {
      positions.add(Tombstone.UNKNOWN);
    }
    return positions;
  }

  private long fencedUntil(long now) {
    long until = now;
    for (Fence fence : fences.values()) {
      until = Math.max(until, fence.until);
    }
    return until;
  }

  /** Returns whether the lease stood, which ends with it. */
  boolean release(String token) {
    boolean stood = token.equals(holder);
    if (stood) {
      holder = null;
    }
    return stood;
  }

  /** Returns whether the value is not older than what is known. */
  boolean isNoOlder(Fill fill) {
    return fill.version() == Fill.NO_VERSION || fill.version() >= version;
  }

  boolean knows(long another) {
    return version >= another;
  }

  /** Stores the value; the stamp is one that no value ever had. */
  void store(Fill fill, int schema, long stamp, long now) {
    if (fill.version() > version) {
      values.clear();
    }
    holder = null;
    values.put(schema, new Value(fill.frame(), stamp, now, now + fill.keep().toNanos()));
    know(fill, Duration.ZERO, now);
  }

  void know(Fill fill, Duration longer, long now) {
    if (fill.version() != Fill.NO_VERSION) {
      version = Math.max(version, fill.version());
      versionUntil = Math.max(versionUntil, now + fill.keep().plus(longer).toNanos());
    }
  }

  void invalidate(Tombstone tombstone, long now) {
    touch();
    keep(tombstone, false, now);
  }

  /** Removes the values and ends the lease; no standing fence is the only one any more. */
  private void touch() {
    values.clear();
    holder = null;
    fences.values().forEach(fence -> fence.touched = true);
  }

  void keep(Tombstone tombstone, boolean stored, long now) {
    String position = tombstone.position();
    long until = now + tombstone.keep().toNanos();
    boolean all = stored;
    for (Kept other : List.copyOf(kept)) {
      if (other.position.equals(position)) {
        until = Math.max(until, other.until);
        all &= other.stored;
        kept.remove(other);
      }
    }
    kept.add(new Kept(position, until, all));
    if (kept.size() > MOST_POSITIONS) {
      kept.forEach(other -> kept.set(0, longer(kept.get(0), other)));
      kept.subList(1, kept.size()).clear();
    }
  }

  private static Kept longer(Kept one, Kept other) {
    return new Kept(
        Tombstone.UNKNOWN, Math.max(one.until, other.until), one.stored && other.stored);
  }

  /** Returns whether nobody can tell which of two versions is the newest. */
  boolean isUncertain() {
    return !fences.isEmpty() || kept.stream().anyMatch(position -> !position.stored);
  }

  void fence(String token, Duration duration, long now) {
    Fence before = fences.remove(token);
    Fence fence = new Fence(now, duration);
    boolean alone = fences.isEmpty();
    touch();
    fence.touched = !alone || (before != null && (before.touched || before.until <= now));
    fences.put(token, fence);
  }

  /** Returns whether the fence stood, and nothing touched the id since it began. */
  boolean unfence(String token, long now) {
    Fence fence = fences.remove(token);
    return fence != null && fence.until > now && !fence.touched && fences.isEmpty();
  }

  boolean expire() {
    boolean any = !values.isEmpty() || holder != null;
    values.values().forEach(value -> value.expired = true);
    holder = null;
    return any;
  }
}
