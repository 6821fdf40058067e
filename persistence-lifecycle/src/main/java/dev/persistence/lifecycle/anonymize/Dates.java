package dev.persistence.lifecycle.anonymize;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Days and points in time made coarser or moved, in the text in which databases show them. What is
 * no day of the years 1 to 9999, such as PostgreSQL's infinity, becomes NULL.
 */
final class Dates {

  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)([ T]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?)?([+-].*)?");

  private Dates() {}

  static @Nullable String beginning(String value, int years) {
    Matcher time = TIME.matcher(value);
    if (!time.matches()) {
      return null;
    }
    int year = Integer.parseInt(value.substring(0, 4));
    return "%04d-01-01".formatted(Math.max(1, year - year % years))
        + (time.group(2) == null ? "" : " 00:00:00")
        + (time.group(3) == null ? "" : time.group(3));
  }

  static @Nullable String shifted(String value, long days) {
    Matcher time = TIME.matcher(value);
    if (!time.matches()) {
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(time.group(1)).plusDays(days);
      boolean storable = day.getYear() >= 1 && day.getYear() <= 9999;
      return storable ? day + value.substring(time.end(1)) : null;
    } catch (DateTimeException noDay) {
      return null; // Such as the day zero of MySQL.
    }
  }
}
