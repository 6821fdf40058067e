package dev.persistence.core;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Checks of options that every builder shares: a wrong value is rejected with the option's name,
 * the value and the allowed range, never repaired.
 */
public final class Arguments {

  private Arguments() {}

  /** Returns the value, or rejects null. */
  public static <T> T notNull(String option, T value) {
    if (value == null) {
      throw new IllegalArgumentException(option + " is null; allowed: any value but null");
    }
    return value;
  }

  /** Returns a copy of the list, or rejects null, be it the list or in it. */
  public static <T> List<T> listOf(String option, List<? extends T> values) {
    for (T value : notNull(option, values)) {
      if (value == null) {
        throw new IllegalArgumentException(option + " contains null; allowed: no null");
      }
    }
    return List.copyOf(values);
  }

  /** Returns the values as an unmodifiable list, or rejects null, be it the array or in it. */
  public static <T> List<T> listOf(String option, T[] values) {
    return listOf(option, Arrays.asList(notNull(option, values)));
  }

  /** Returns the text, or rejects null and blank text. */
  public static String notBlank(String option, String value) {
    if (notNull(option, value).isBlank()) {
      throw new IllegalArgumentException(option + " is blank; allowed: text that is not blank");
    }
    return value;
  }

  /** Returns the text, or rejects null, blank text and control characters such as line ends. */
  public static String name(String option, String value) {
    if (notBlank(option, value).chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          option + " has a control character in it; allowed: text without one");
    }
    return value;
  }

  /** Returns the number, or rejects one outside the range, both ends included. */
  public static int inRange(String option, int value, int least, int most) {
    return (int) inRange(option, (long) value, least, most);
  }

  /** Returns the number, or rejects one outside the range, both ends included. */
  public static long inRange(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " is " + value + "; allowed: " + least + " to " + most);
    }
    return value;
  }

  /** Returns the duration, or rejects null and one outside the range, both ends included. */
  public static Duration inRange(String option, Duration value, Duration least, Duration most) {
    if (notNull(option, value).compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          option + " is " + value + "; allowed: " + least + " to " + most);
    }
    return value;
  }
}
