package dev.persistence.lifecycle.anonymize;

import dev.persistence.core.Arguments;
import dev.persistence.lifecycle.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a personal value: how, how long the result can be, whether two values can become
 * one, and whether who has the key can still tell whose it is. Immutable and thread-safe; NULL
 * stays NULL under each of them.
 */
public final class Mask {

  /** Whether different values stay different. */
  public enum Uniqueness {
    /** But for a collision of 128 bits or more. */
    PROBABLE,
    /** Two values may become the same. */
    LOSSY,
    /** All become NULL, of which none equals another. */
    NULLS
  }

  /** Whether a result can be led back to a value that is known. */
  public enum Linkability {
    NONE,
    /** Who has the key can try values; without the key, or after its destruction, nobody can. */
    WITH_KEY
  }

  /** How a value becomes another. */
  interface Replacement {
    @Nullable String of(String value, Person person);
  }

  private static final int PROBABLY_UNIQUE_DIGITS = 32;
  private static final String DOMAIN = "@example.invalid";

  private final String name;
  private final Uniqueness uniqueness;
  private final Linkability linkability;
  private final Result result;

  private Mask(String name, Uniqueness uniqueness, Linkability linkability, Result result) {
    this.name = name;
    this.uniqueness = uniqueness;
    this.linkability = linkability;
    this.result = result;
  }

  /**
   * What comes out.
   *
   * @param kind of the columns that can have it; null for all
   * @param longest in characters, or -1 if no result is longer than its value
   */
  private record Result(Column.@Nullable Kind kind, int longest, Replacement replacement) {

    private static Result text(int longest, Replacement replacement) {
      return new Result(Column.Kind.TEXT, longest, replacement);
    }
  }

  /** Replaces every value by this one. */
  public static Mask fixed(String value) {
    int length = length(Arguments.notNull("value", value));
    Result result = Result.text(length, (original, person) -> value);
    return new Mask("fixed", Uniqueness.LOSSY, Linkability.NONE, result);
  }

  private static int length(String value) {
    return value.codePointCount(0, value.length());
  }

  /** Replaces every value by NULL. */
  public static Mask nulls() {
    Result result = new Result(null, 0, (original, person) -> null);
    return new Mask("nulls", Uniqueness.NULLS, Linkability.NONE, result);
  }

  /**
   * Keeps the shape: the first two letters of each part around {@code @}, and what follows the last
   * dot of an e-mail address; all else becomes asterisks, one for each letter.
   */
  public static Mask partial() {
    Result result = Result.text(-1, (original, person) -> Shape.masked(original));
    return new Mask("partial", Uniqueness.LOSSY, Linkability.NONE, result);
  }

  /**
   * Replaces a value by the first digits of its HMAC-SHA-256 in hexadecimal, so that equal values
   * of all tables stay equal.
   *
   * @param digits 8 to 64; less than 32 are no good for a unique column
   */
  public static Mask keyedHash(int digits) {
    Arguments.inRange("digits", digits, 8, 64);
    Result result =
        Result.text(digits, (original, person) -> person.hash().hex(original).substring(0, digits));
    Uniqueness uniqueness =
        digits < PROBABLY_UNIQUE_DIGITS ? Uniqueness.LOSSY : Uniqueness.PROBABLE;
    return new Mask("keyedHash", uniqueness, Linkability.WITH_KEY, result);
  }

  /** Replaces an e-mail address by one that reaches nobody; equal ones of all tables stay equal. */
  public static Mask email() {
    Result result =
        Result.text(
            PROBABLY_UNIQUE_DIGITS + DOMAIN.length(),
            (original, person) ->
                person.hash().hex(original).substring(0, PROBABLY_UNIQUE_DIGITS) + DOMAIN);
    return new Mask("email", Uniqueness.PROBABLE, Linkability.WITH_KEY, result);
  }

  /**
   * Replaces a value by a word of the dictionary, which its keyed hash picks: equal values of all
   * tables become the same word, and different ones may.
   *
   * @param dictionary 2 to 1,000,000 words, such as names that a generator made once; copied
   */
  public static Mask pseudonym(List<String> dictionary) {
    List<String> words = Arguments.listOf("dictionary", dictionary);
    Arguments.inRange("words of dictionary", words.size(), 2, 1_000_000);
    words.forEach(word -> Arguments.notBlank("word of dictionary", word));
    int longest = words.stream().mapToInt(Mask::length).max().orElse(0);
    Result result =
        Result.text(
            longest,
            (original, person) -> words.get((int) person.hash().number(original, words.size())));
    return new Mask("pseudonym", Uniqueness.LOSSY, Linkability.WITH_KEY, result);
  }

  /**
   * Replaces a number by the one of its range that is nearest to zero: with a width of 10, what is
   * above -10 and below 10 becomes 0, and 37 becomes 30.
   *
   * @param width 2 to 1,000,000,000
   */
  public static Mask range(int width) {
    Arguments.inRange("width", width, 2, 1_000_000_000);
    Result result =
        new Result(Column.Kind.NUMBER, -1, (original, person) -> Numbers.floor(original, width));
    return new Mask("range", Uniqueness.LOSSY, Linkability.NONE, result);
  }

  /** Replaces a day, or a point in time, by the beginning of its year. */
  public static Mask year() {
    return beginning("year", 1);
  }

  /** Replaces a day, or a point in time, by the beginning of the decade that has its year. */
  public static Mask decade() {
    return beginning("decade", 10);
  }

  private static Mask beginning(String name, int years) {
    Result result =
        new Result(Column.Kind.TIME, -1, (original, person) -> Dates.beginning(original, years));
    return new Mask(name, Uniqueness.LOSSY, Linkability.NONE, result);
  }

  /**
   * Moves a day, or a point in time, by whole days, as many for all rows of one subject: so how
   * long lies between two of them stays the same. The table needs a subject.
   *
   * @param most how many days at most, there or back: 1 to 3,650
   */
  public static Mask shiftDays(int most) {
    Arguments.inRange("most", most, 1, 3_650);
    Result result =
        new Result(
            Column.Kind.TIME,
            -1,
            (original, person) -> {
              long picked = person.hash().number("days of " + person.subject(), 2L * most);
              return Dates.shifted(original, picked < most ? picked - most : picked - most + 1);
            });
    return new Mask("shiftDays", Uniqueness.LOSSY, Linkability.WITH_KEY, result);
  }

  public Uniqueness uniqueness() {
    return uniqueness;
  }

  public Linkability linkability() {
    return linkability;
  }

  /** Tells whether results depend on whose the value is. */
  boolean needsSubject() {
    return name.equals("shiftDays");
  }

  boolean fits(Column.Kind kind) {
    return result.kind() == null || result.kind() == kind;
  }

  /** Returns how many characters a result can have, or -1 if no more than the value. */
  int longest() {
    return result.longest();
  }

  @Nullable String apply(@Nullable String value, Person person) {
    return value == null ? null : result.replacement().of(value, person);
  }

  @Override
  public String toString() {
    return name;
  }
}
