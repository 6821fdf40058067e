package dev.persistence.core.consistency;

/**
 * Sees the verdict on every token that arrives.
 *
 * <p>Called on the thread that decodes, with no lock held; implementations are thread-safe and
 * return quickly. What they throw is logged and dropped.
 */
@FunctionalInterface
public interface TokenListener {

  /** Listens to nothing. */
  TokenListener NONE = verdict -> {};

  /** A token was decoded with this result. */
  void judged(TokenVerdict verdict);
}
