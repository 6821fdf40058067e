package dev.persistence.cache;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.core.consistency.Session;
import dev.persistence.core.consistency.SessionParticipant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A primary, a replica that lags, and a router between them, in a few lines: a read goes to the
 * replica unless its scope or its session demands more than the replica has. No value is written
 * twice. For one thread at a time.
 */
final class ModelDatabase {

  private static final String NAME = "model";

  /** What a session has written. */
  private static final class Mark implements SessionParticipant {
    long position;

    @Override
    public String cluster() {
      return NAME;
    }

    @Override
    public @Nullable ConsistencyToken token() {
      return position == 0 ? null : new ConsistencyToken(NAME, 1, Long.toString(position));
    }
  }

  /** One commit of one row. */
  private record Commit(long key, long value, long position) {}

  private final List<Commit> unapplied = new ArrayList<>();
  private final Map<Long, Long> primary = new HashMap<>();
  private final Map<Long, Long> replica = new HashMap<>();
  private final Map<Long, Long> positions = new HashMap<>();
  private long position;
  private long applied;

  /** Writes the row in the current session and returns the position. */
  long commit(long key, long value) {
    position++;
    primary.put(key, value);
    positions.put(value, position);
    unapplied.add(new Commit(key, value, position));
    mark().position = position;
    return position;
  }

  /** Returns where a value was written; 0 for what was there from the beginning. */
  long positionOf(long value) {
    return positions.getOrDefault(value, 0L);
  }

  /** Reads the row as a router would. */
  long read(long key) {
    return mayReadReplica() ? replica.getOrDefault(key, 0L) : newest(key);
  }

  private boolean mayReadReplica() {
    Consistency scope = ReadScope.current();
    if (scope == null) {
      return true;
    }
    return switch (scope.level()) {
      case PRIMARY -> false;
      case SESSION -> mark().position <= applied;
      default -> throw new AssertionError("nobody asks for " + scope);
    };
  }

  private Mark mark() {
    return (Mark) Session.current().participant(this, ModelDatabase::resume);
  }

  private static SessionParticipant resume(List<ConsistencyToken> tokens) {
    Mark mark = new Mark();
    for (ConsistencyToken token : tokens) {
      mark.position = Math.max(mark.position, Long.parseLong(token.position()));
    }
    return mark;
  }

  long newest(long key) {
    return primary.getOrDefault(key, 0L);
  }

  /** Lets the replica apply that many commits. */
  void replicate(int commits) {
    for (int i = 0; i < commits && !unapplied.isEmpty(); i++) {
      Commit commit = unapplied.remove(0);
      replica.put(commit.key, commit.value);
      applied = commit.position;
    }
  }

  int lag() {
    return unapplied.size();
  }
}
