package dev.persistence.sharding.internal.scatter;

import dev.persistence.core.Explanation;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Sums, averages and extremes as SQL has them: NULLs are passed over. */
final class Numbers {

  private Numbers() {}

  /**
   * Returns the sum, of the type that the parts have.
   *
   * @throws UnfitValuesException if whole numbers become too large for their type
   */
  static @Nullable Object sum(@Nullable Object a, @Nullable Object b) {
    if (!(a instanceof Number first)) {
      return b;
    }
    if (!(b instanceof Number second)) {
      return a;
    }
    if (ValueOrder.isIntegral(first) && ValueOrder.isIntegral(second)) {
      return addExact(first.longValue(), second.longValue());
    }
    if (first instanceof Float && second instanceof Float) {
      return first.floatValue() + second.floatValue();
    }
    if (ValueOrder.isFloating(first) || ValueOrder.isFloating(second)) {
      return first.doubleValue() + second.doubleValue();
    }
    return ValueOrder.exact(first).add(ValueOrder.exact(second));
  }

  private static long addExact(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      throw new UnfitValuesException(
          new Explanation(
              "The shards' numbers cannot be added",
              "their sum is beyond 64 bits",
              "Cast the column to a decimal type in the query"));
    }
    return sum;
  }

  /** Returns the average of a sum and a count, or null of no value. */
  static @Nullable Object average(@Nullable Object sum, @Nullable Object count) {
    if (!(sum instanceof Number total) || !(count instanceof Number of) || of.longValue() == 0) {
      return null;
    }
    return ValueOrder.isFloating(total)
        ? (Object) (total.doubleValue() / of.longValue())
        : ValueOrder.exact(total)
            .divide(BigDecimal.valueOf(of.longValue()), MathContext.DECIMAL128);
  }

  /**
   * Returns the lesser value if the sign is -1, the greater one if it is 1.
   *
   * @throws UnfitValuesException if the values have no order in common
   */
  static @Nullable Object extreme(@Nullable Object a, @Nullable Object b, int sign) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Integer.signum(ValueOrder.INSTANCE.compare(a, b)) == sign ? a : b;
  }
}
