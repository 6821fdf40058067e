package dev.persistence.cache.internal;

import dev.persistence.cache.store.Tombstone;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.core.consistency.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The positions of commits as tombstones carry them, and loads that see them: a load under the
 * positions of all changes of late runs in a session that made these changes, so that a router
 * gives it a replica that has them, or the primary. Where a position is not known, only the primary
 * will do.
 */
final class Positions {

  private static final Logger LOG = LoggerFactory.getLogger(Positions.class);

  /** Longer text is not worth its room in every tombstone. */
  private static final int LONGEST = 1024;

  private static final String FIELD = "\u001f";
  private static final String TOKEN = "\u001e";

  private Positions() {}

  /** Returns the position of all that the current session has written, as text for a tombstone. */
  static String ofCurrentSession() {
    List<ConsistencyToken> tokens;
    try {
      tokens = Session.current().tokens();
    } catch (RuntimeException unknown) { // What a router fails with must not keep the change back.
      LOG.debug("The position of a commit is unknown", unknown);
      return Tombstone.UNKNOWN;
    }
    StringBuilder text = new StringBuilder();
    for (ConsistencyToken token : tokens) {
      text.append(text.isEmpty() ? "" : TOKEN).append(token.cluster());
      text.append(FIELD).append(token.epoch()).append(FIELD).append(token.position());
    }
    return text.length() > LONGEST ? Tombstone.UNKNOWN : text.toString();
  }

  /** Runs the load so that it sees every change at one of the positions; none means any node. */
  static <T extends @Nullable Object> T seeing(Collection<String> positions, Callable<T> load)
      throws Exception {
    if (positions.isEmpty()) {
      return load.call();
    }
    List<ConsistencyToken> tokens = parse(positions);
    if (tokens.isEmpty()) {
      try (ReadScope scope = ReadScope.open(Consistency.primary())) {
        return load.call();
      }
    }
    tokens.addAll(Session.current().tokens());
    try (Session session = Session.resume(tokens);
        ReadScope scope = ReadScope.open(Consistency.session())) {
      return load.call();
    }
  }

  /** Returns no token at all if one position is unknown or unreadable. */
  private static List<ConsistencyToken> parse(Collection<String> positions) {
    List<ConsistencyToken> tokens = new ArrayList<>();
    for (String position : positions) {
      for (String token : position.split(TOKEN, -1)) {
        String[] fields = token.split(FIELD, -1);
        try {
          tokens.add(new ConsistencyToken(fields[0], Long.parseLong(fields[1]), fields[2]));
        } catch (IllegalArgumentException | IndexOutOfBoundsException unknown) {
          return new ArrayList<>();
        }
      }
    }
    return tokens;
  }
}
