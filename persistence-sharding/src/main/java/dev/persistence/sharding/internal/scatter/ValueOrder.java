package dev.persistence.sharding.internal.scatter;

import dev.persistence.core.Explanation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.UUID;

/** Orders values as the databases do, where they all do it in one way; text by its code points. */
final class ValueOrder implements Comparator<Object> {

  static final ValueOrder INSTANCE = new ValueOrder();

  private ValueOrder() {}

  /**
   * Compares two values that are not null.
   *
   * @throws UnfitValuesException if the values have no order in common
   */
  @Override
  public int compare(Object a, Object b) {
    if (a instanceof Number first && b instanceof Number second) {
      return compareNumbers(first, second);
    }
    if (a instanceof String first && b instanceof String second) {
      return compareCodePoints(first, second);
    }
    if (a instanceof UUID first && b instanceof UUID second) {
      int high =
          Long.compareUnsigned(first.getMostSignificantBits(), second.getMostSignificantBits());
      return high != 0
          ? high
          : Long.compareUnsigned(first.getLeastSignificantBits(), second.getLeastSignificantBits());
    }
    if (a instanceof byte[] first && b instanceof byte[] second) {
      return Arrays.compareUnsigned(first, second);
    }
    return compareAlike(a, b);
  }

  @SuppressWarnings("unchecked") // One class of values compares with itself.
  private static int compareAlike(Object a, Object b) {
    if (a instanceof Comparable<?> first && a.getClass() == b.getClass()) {
      return ((Comparable<Object>) first).compareTo(b);
    }
    throw new UnfitValuesException(
        new Explanation(
            "The values cannot be compared",
            "one is a " + a.getClass().getName() + ", the other a " + b.getClass().getName(),
            "Compare numbers, times, UUIDs, booleans, bytes or text"));
  }

  private static int compareNumbers(Number a, Number b) {
    if (isIntegral(a) && isIntegral(b)) {
      return Long.compare(a.longValue(), b.longValue());
    }
    if (isFloating(a) || isFloating(b)) {
      double first = a.doubleValue();
      double second = b.doubleValue();
      return first == second ? 0 : Double.compare(first, second);
    }
    return exact(a).compareTo(exact(b));
  }

  static boolean isIntegral(Number number) {
    return number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte;
  }

  static boolean isFloating(Number number) {
    return number instanceof Double || number instanceof Float;
  }

  static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal exact) {
      return exact;
    }
    return number instanceof BigInteger big
        ? new BigDecimal(big)
        : BigDecimal.valueOf(number.longValue());
  }

  /** The order of UTF-16's units is another one: surrogates come before U+E000. */
  private static int compareCodePoints(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char first = a.charAt(i);
      char second = b.charAt(i);
      if (first != second) {
        boolean oneIsPair = Character.isSurrogate(first) != Character.isSurrogate(second);
        return oneIsPair
            ? (Character.isSurrogate(first) ? 1 : -1)
            : Character.compare(first, second);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
