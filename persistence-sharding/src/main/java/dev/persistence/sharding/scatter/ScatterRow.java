package dev.persistence.sharding.scatter;

import dev.persistence.core.Arguments;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a scattered query, apart from the connection it came from. Immutable.
 *
 * <p>Values are as the driver gave them, but for a time, which is a {@link java.time.LocalTime},
 * and a timestamp without a zone, which is a {@link java.time.LocalDateTime}: the driver's own
 * classes would pass them through the JVM's zone.
 */
public final class ScatterRow {

  private final List<String> labels;
  private final @Nullable Object[] values;

  /**
   * Makes a row of values in the order of the labels; neither is copied nor to be changed any more.
   */
  public ScatterRow(List<String> labels, @Nullable Object[] values) {
    this.labels = labels;
    this.values = values;
  }

  /**
   * Returns the column's value, or null for NULL.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public @Nullable Object value(String label) {
    return values[index(label)];
  }

  /**
   * Returns the column's value, or null for NULL.
   *
   * @throws IllegalArgumentException if there is no such column, or if its value has another type
   */
  public <T> @Nullable T get(String label, Class<T> type) {
    Object value = value(label);
    if (value != null && !type.isInstance(value)) {
      throw new IllegalArgumentException(
          "column \""
              + label
              + "\" is read as "
              + type.getName()
              + "; allowed: "
              + value.getClass().getName()
              + ", as it was read");
    }
    return type.cast(value);
  }

  /** Returns the value of a column by its place, the first being 0. */
  public @Nullable Object value(int index) {
    return values[index];
  }

  /** Returns the names of the columns in their order. */
  public List<String> labels() {
    return labels;
  }

  private int index(String label) {
    Arguments.notNull("label", label);
    for (int i = 0; i < labels.size(); i++) {
      if (labels.get(i).equalsIgnoreCase(label)) {
        return i;
      }
    }
    throw new IllegalArgumentException("column is \"" + label + "\"; allowed: " + labels);
  }

  /** Returns the values by their labels, in the order of the columns. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      map.put(labels.get(i), values[i]);
    }
    return Collections.unmodifiableMap(map);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ScatterRow row
        && labels.equals(row.labels)
        && Arrays.deepEquals(values, row.values);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values);
  }

  /** Tells the columns only, since values may be personal. */
  @Override
  public String toString() {
    return "row of " + labels;
  }
}
