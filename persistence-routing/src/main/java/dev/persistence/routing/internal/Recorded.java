package dev.persistence.routing.internal;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was set on a statement, the last value for each place, so that it can be set again on
 * another statement of the same kind. Used by one thread.
 *
 * @param <S> the kind of statement
 */
final class Recorded<S extends Statement> {

  /** Sets one value. */
  interface Step<S extends Statement> {
    void on(S statement) throws SQLException;
  }

  /** What out parameters are recorded under, so that an in parameter has a place beside it. */
  record OutParameter(Object indexOrName) {}

  private static final int FIRST_SIZE = 4;

  private @Nullable Step<? super S> @Nullable [] byIndex;
  private @Nullable Map<Object, Step<? super S>> byKey;

  /** Indexes and names whose value cannot be set twice, such as a stream; nearly always none. */
  private @Nullable Map<Object, String> onlyOnce;

  /** Records the value of a place with a small number; larger ones are kept by key. */
  void put(int index, Step<? super S> step) {
    forget(index);
    if (index < 0 || index >= Short.MAX_VALUE) {
      put((Object) index, step);
      return;
    }
    Step<? super S>[] slots = roomFor(index);
    slots[index] = step;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type.
  private Step<? super S>[] roomFor(int index) {
    @Nullable Step<? super S>[] slots = byIndex;
    if (slots == null) {
      slots = new Step[Math.max(FIRST_SIZE, index + 1)];
      byIndex = slots;
    } else if (index >= slots.length) {
      slots = Arrays.copyOf(slots, Math.max(2 * slots.length, index + 1));
      byIndex = slots;
    }
    return (Step[]) slots;
  }

  /** Records the value of a named place. */
  void put(Object key, Step<? super S> step) {
    forget(key);
    if (byKey == null) {
      byKey = new LinkedHashMap<>();
    }
    byKey.put(key, step);
  }

  /**
   * Notes that a place has got a value that cannot be set again.
   *
   * @param what the value in words
   */
  void putOnce(Object indexOrName, String what) {
    if (onlyOnce == null) {
      onlyOnce = new LinkedHashMap<>();
    }
    onlyOnce.put(indexOrName, what);
  }

  /** Takes back that a place has got a value that cannot be set again. */
  void forget(Object key) {
    if (onlyOnce != null) {
      onlyOnce.remove(key);
    }
  }

  /** Returns why the values cannot all be set on another statement, or null if they can. */
  @Nullable String obstacle() {
    if (onlyOnce == null || onlyOnce.isEmpty()) {
      return null;
    }
    Map.Entry<Object, String> first = onlyOnce.entrySet().iterator().next();
    return "parameter " + first.getKey() + " is " + first.getValue();
  }

  /** Forgets all parameters but the registrations of out parameters. */
  void clearParameters() {
    byIndex = null;
    onlyOnce = null;
    if (byKey != null) {
      byKey.keySet().removeIf(key -> !(key instanceof OutParameter));
    }
  }

  /** Sets everything on a new statement. */
  void applyTo(S statement) throws SQLException {
    if (byIndex != null) {
      for (Step<? super S> step : byIndex) {
        if (step != null) {
          step.on(statement);
        }
      }
    }
    if (byKey != null) {
      for (Step<? super S> step : byKey.values()) {
        step.on(statement);
      }
    }
  }
}
