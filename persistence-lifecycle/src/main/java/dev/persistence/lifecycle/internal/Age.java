package dev.persistence.lifecycle.internal;

import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.Temporal;

/**
 * The present in the words of a column, from which its values' ages are counted.
 *
 * @param now a day, or a point in time with or without an offset
 */
public record Age(Temporal now) {

  /** Returns the last value that is this old; of a day, some part may be younger than its date. */
  public Temporal less(Period age) {
    Temporal then = now.minus(age);
    return then instanceof LocalDate day ? day.minusDays(1) : then;
  }
}
