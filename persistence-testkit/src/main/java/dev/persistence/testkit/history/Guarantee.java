package dev.persistence.testkit.history;

/**
 * The four session guarantees of Terry et al. (1994), each in the words of what a client can see.
 *
 * <p>{@link ConsistencyChecker} defines them precisely.
 */
public enum Guarantee {
  /** A read sees every write that its session made before. */
  READ_YOUR_WRITES("read-your-writes"),
  /** A read sees everything that an earlier read of its session saw. */
  MONOTONIC_READS("monotonic reads"),
  /** A write is ordered after every write that its session made before. */
  MONOTONIC_WRITES("monotonic writes"),
  /** A write is ordered after every write that its session read before. */
  WRITES_FOLLOW_READS("writes follow reads");

  private final String words;

  Guarantee(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
