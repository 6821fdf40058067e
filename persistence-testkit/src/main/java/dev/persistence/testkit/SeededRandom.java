package dev.persistence.testkit;

import dev.persistence.core.Arguments;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A source of random test data that is wholly determined by its seed, and the runner of properties
 * over many seeds.
 *
 * <pre>{@code
 * SeededRandom.forAll(200, random -> {
 *   String text = random.text(40);
 *   assertThat(decode(encode(text))).isEqualTo(text);
 * });
 * }</pre>
 *
 * <p>The same seeds are used in every run, so a property does not pass today and fail tomorrow; ask
 * for more cases to look further. A failure names its seed; the system property {@value
 * #SEED_PROPERTY} runs that one alone. Not thread-safe: give every thread its own {@link #split()}.
 */
public final class SeededRandom {

  /** The system property that replaces all seeds of {@link #forAll} by one. */
  public static final String SEED_PROPERTY = "persistence.testkit.seed";

  /** What must hold for every seed; it fails by throwing. */
  @FunctionalInterface
  public interface Property {
    void check(SeededRandom random) throws Exception;
  }

  private static final int[] ODD_CHARACTERS = {
    '\'', '"', '`', '\\', '%', '_', ';', '\n', '\t', 'ß', 'é', 'İ', 0x4E2D, 0x200D, 0x1F600,
    0x10FFFD
  };

  private final long seed;
  private final SplittableRandom random;

  private SeededRandom(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** Returns a source that yields the same values for the same seed. */
  public static SeededRandom of(long seed) {
    return new SeededRandom(seed);
  }

  /**
   * Checks the property with the seeds 1 to {@code cases}.
   *
   * @throws AssertionError naming the seed, with the property's own failure as its cause
   */
  public static void forAll(int cases, Property property) {
    Arguments.inRange("cases", cases, 1, Integer.MAX_VALUE);
    Arguments.notNull("property", property);
    Long replayed = replayedSeed();
    if (replayed != null) {
      run(property, replayed);
      return;
    }
    for (int seed = 1; seed <= cases; seed++) {
      run(property, seed);
    }
  }

  private static @Nullable Long replayedSeed() {
    String text = System.getProperty(SEED_PROPERTY);
    try {
      return text == null || text.isBlank() ? null : Long.valueOf(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "system property " + SEED_PROPERTY + " is " + text + "; allowed: a whole number", e);
    }
  }

  private static void run(Property property, long seed) {
    try {
      property.check(new SeededRandom(seed));
    } catch (Throwable failure) { // Whatever a property throws is its failure.
      if (failure instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new AssertionError(
          "property fails for seed %d, replay with -D%s=%d: %s"
              .formatted(seed, SEED_PROPERTY, seed, failure),
          failure);
    }
  }

  public long seed() {
    return seed;
  }

  /** Returns an independent source for another thread, itself determined by this one's seed. */
  public SeededRandom split() {
    return new SeededRandom(random.nextLong());
  }

  /** Returns any long. */
  public long nextLong() {
    return random.nextLong();
  }

  /** Returns a number from {@code least} to {@code most}, both included. */
  public int between(int least, int most) {
    Arguments.inRange("most", most, least, Integer.MAX_VALUE);
    return (int) random.nextLong(least, most + 1L);
  }

  /** Returns a number from 0 up to but not including 1. */
  public double fraction() {
    return random.nextDouble();
  }

  /** Returns true with the given probability, 0 to 1. */
  public boolean chance(double probability) {
    if (!(probability >= 0 && probability <= 1)) { // So that NaN is rejected as well.
      throw new IllegalArgumentException("probability is " + probability + "; allowed: 0 to 1");
    }
    return random.nextDouble() < probability;
  }

  /** Returns one of the values, each as likely as the others. */
  public <T> T pick(List<? extends T> values) {
    Arguments.inRange(
        "values.size()", Arguments.notNull("values", values).size(), 1, Integer.MAX_VALUE);
    return values.get(random.nextInt(values.size()));
  }

  /** Returns bytes of any value, 0 to {@code maxLength} of them. */
  public byte[] bytes(int maxLength) {
    byte[] bytes = new byte[length(maxLength)];
    random.nextBytes(bytes);
    return bytes;
  }

  /**
   * Returns text of 0 to {@code maxLength} code points: letters, with quotes, wildcards, line
   * breaks and characters of up to four UTF-8 bytes among them; never NUL or half a surrogate pair.
   */
  public String text(int maxLength) {
    StringBuilder text = new StringBuilder();
    for (int left = length(maxLength); left > 0; left--) {
      text.appendCodePoint(
          chance(0.25) ? ODD_CHARACTERS[random.nextInt(ODD_CHARACTERS.length)] : between('a', 'z'));
    }
    return text.toString();
  }

  private int length(int maxLength) {
    return between(0, Arguments.inRange("maxLength", maxLength, 0, Integer.MAX_VALUE));
  }

  @Override
  public String toString() {
    return "seed " + seed;
  }
}
