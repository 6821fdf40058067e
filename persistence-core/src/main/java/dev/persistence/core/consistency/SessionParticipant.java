package dev.persistence.core.consistency;

import org.jspecify.annotations.Nullable;

/**
 * What one routed data source remembers within one {@link Session}: which writes it must show and
 * which reads it must not fall behind.
 *
 * <p>Routing implements this; applications never do. Implementations are thread-safe.
 */
public interface SessionParticipant {

  /** Returns the name of the cluster, as in {@link ConsistencyToken#cluster()}. */
  String cluster();

  /**
   * Returns a position at or beyond every write of this session so far, or null if there was none.
   * May ask the primary, within the data source's own bound of waiting.
   */
  @Nullable ConsistencyToken token();
}
