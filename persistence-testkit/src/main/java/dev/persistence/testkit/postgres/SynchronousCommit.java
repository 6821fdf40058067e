package dev.persistence.testkit.postgres;

import java.util.Locale;

/**
 * What a commit on the primary waits for: the values of PostgreSQL's setting {@code
 * synchronous_commit}.
 */
public enum SynchronousCommit {
  /** Nothing; the last commits may be lost in a crash. */
  OFF,
  /** The primary's own log. */
  LOCAL,
  /** The primary's own log; the default. */
  ON,
  /** All standbys have received the commit. */
  REMOTE_WRITE,
  /** All standbys have replayed the commit, so that a read there sees it. */
  REMOTE_APPLY;

  boolean waitsForStandbys() {
    return this == REMOTE_WRITE || this == REMOTE_APPLY;
  }

  String setting() {
    return name().toLowerCase(Locale.ROOT);
  }
}
