package dev.persistence.lifecycle.anonymize;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers made coarser, in the text in which databases show them. */
final class Numbers {

  private Numbers() {}

  /** Returns NULL for what is no number, such as PostgreSQL's infinity. */
  static @Nullable String floor(String value, int width) {
    BigDecimal number;
    try {
      number = new BigDecimal(value);
    } catch (NumberFormatException special) {
      return null;
    }
    BigDecimal step = BigDecimal.valueOf(width);
    return number.divide(step, 0, RoundingMode.DOWN).multiply(step).toPlainString();
  }
}
