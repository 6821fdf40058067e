package dev.persistence.lifecycle.partition;

import dev.persistence.core.sql.TableName;
import java.time.LocalDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A partition of a table by ranges of time, in UTC.
 *
 * @param from its first time; null if it has no lower end, or takes what no other one does
 * @param to behind its last time; null if it has no upper end, or takes what no other one does
 * @param isDefault whether it takes what no other one does
 */
public record Partition(
    TableName name, @Nullable LocalDateTime from, @Nullable LocalDateTime to, boolean isDefault) {

  private static final Pattern RANGE = Pattern.compile("FOR VALUES FROM \\((.*)\\) TO \\((.*)\\)");

  static Partition of(PartitionBound bound) {
    Matcher range = RANGE.matcher(bound.expression());
    return range.matches()
        ? new Partition(bound.name(), time(range.group(1)), time(range.group(2)), false)
        : new Partition(bound.name(), null, null, true);
  }

  /** Returns null for MINVALUE and MAXVALUE, and for infinity. */
  private static @Nullable LocalDateTime time(String bound) {
    String text = bound.replace("'", "");
    if (!text.matches("\\d{4}-\\d\\d-\\d\\d.*") || text.endsWith("BC")) {
      return null;
    }
    String time = text.length() == 10 ? text + " 00:00:00" : text.replaceAll("\\+00$", "");
    return LocalDateTime.parse(time.replace(' ', 'T'));
  }

  boolean overlaps(LocalDateTime begin, LocalDateTime end) {
    return !isDefault && (from == null || from.isBefore(end)) && (to == null || to.isAfter(begin));
  }
}
