package dev.persistence.core.consistency;

import dev.persistence.core.Arguments;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link TokenCodec}. At least one cluster and a key are needed; there is no unsigned
 * form. Used by one thread.
 *
 * <p>Defaults: no previous key, a time to live of 60 s, 5 s between the clocks of two machines, no
 * listener, the system's wall clock.
 */
public final class TokenCodecBuilder {

  private static final int LEAST_KEY_BYTES = 16;
  private static final int MOST_KEY_BYTES = 1024;

  final Set<String> clusters = new LinkedHashSet<>();
  @Nullable SecretKeySpec key;
  @Nullable SecretKeySpec previousKey;
  Duration timeToLive = Duration.ofSeconds(60);
  Duration clockSkew = Duration.ofSeconds(5);
  TokenListener listener = TokenListener.NONE;
  InstantSource clock = InstantSource.system();

  TokenCodecBuilder() {}

  /**
   * Declares clusters, by the names of their routed data sources; a token of any other is foreign.
   */
  public TokenCodecBuilder clusters(String... names) {
    for (String name : Arguments.notNull("clusters", names)) {
      clusters.add(Arguments.name("cluster", name));
    }
    return this;
  }

  /** Sets the key that signs, and that is accepted; 16 to 1024 bytes from a random source. */
  public TokenCodecBuilder key(byte[] key) {
    this.key = secret("key", key);
    return this;
  }

  /**
   * Sets a second key that is accepted and never signs.
   *
   * <p>To replace a key without a token being refused: let every process accept the new one as its
   * second key, then let all of them sign with it and accept the old one, and a time to live later
   * drop the old one.
   */
  public TokenCodecBuilder previousKey(byte[] key) {
    this.previousKey = secret("previousKey", key);
    return this;
  }

  private static SecretKeySpec secret(String option, byte[] key) {
    int length = Arguments.notNull(option, key).length;
    Arguments.inRange(option + ".length", length, LEAST_KEY_BYTES, MOST_KEY_BYTES);
    return new SecretKeySpec(key, TokenSignature.ALGORITHM);
  }

  /** Sets the age from which on a token counts as expired; 1 s to 1 day. */
  public TokenCodecBuilder timeToLive(Duration age) {
    this.timeToLive =
        Arguments.inRange("timeToLive", age, Duration.ofSeconds(1), Duration.ofDays(1));
    return this;
  }

  /** Sets how far the clock of another machine may be ahead of this one's; 0 to 1 h. */
  public TokenCodecBuilder clockSkew(Duration skew) {
    this.clockSkew = Arguments.inRange("clockSkew", skew, Duration.ZERO, Duration.ofHours(1));
    return this;
  }

  /** Sets who sees the verdict on every token; there is one listener. */
  public TokenCodecBuilder listener(TokenListener listener) {
    this.listener = Arguments.notNull("listener", listener);
    return this;
  }

  /** Sets the wall clock, for tests. */
  public TokenCodecBuilder clock(InstantSource clock) {
    this.clock = Arguments.notNull("clock", clock);
    return this;
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if there is no key or no cluster, or the keys are the same
   */
  public TokenCodec build() {
    Arguments.inRange("number of clusters", clusters.size(), 1, TokenCodec.MOST_TOKENS);
    SecretKeySpec signing = key;
    if (signing == null) {
      throw new IllegalArgumentException("key is missing; allowed: 16 to 1024 random bytes");
    }
    if (signing.equals(previousKey)) {
      throw new IllegalArgumentException(
          "previousKey is the same as key; allowed: another one, or none");
    }
    return new TokenCodec(this, new TokenSignature(signing, previousKey));
  }

  /** Returns the names of the declared clusters, in order. */
  List<String> declared() {
    return List.copyOf(clusters);
  }

  @Override
  public String toString() {
    return "TokenCodecBuilder " + clusters;
  }
}
