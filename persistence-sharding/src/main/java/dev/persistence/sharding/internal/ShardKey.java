package dev.persistence.sharding.internal;

import dev.persistence.core.Explanation;
import java.sql.SQLException;
import java.sql.ShardingKey;
import org.jspecify.annotations.Nullable;

/**
 * A sharding key of the JDK as this library has it: one value. Immutable.
 *
 * @param value the application's key
 */
record ShardKey(Object value) implements ShardingKey {

  /**
   * A key and the one above it.
   *
   * @param above the application's super key, such as a region; null if there is none
   * @param key the application's key
   */
  record Pair(@Nullable Object above, Object key) {

    /** Returns the values of keys that our builder has made. */
    static Pair of(@Nullable ShardingKey key, @Nullable ShardingKey superKey) throws SQLException {
      return new Pair(superKey == null ? null : valueOf(superKey), valueOf(key));
    }

    private static Object valueOf(@Nullable ShardingKey key) throws SQLException {
      if (key instanceof ShardKey own) {
        return own.value;
      }
      throw key == null
          ? refused("there is none", "Give a sharding key")
          : refused(
              "it is a " + key.getClass().getName() + ", made by somebody else",
              "Make it by this data source's createShardingKeyBuilder()");
    }
  }

  static SQLException refused(String why, String remedy) {
    String text = new Explanation("The sharding key cannot be used", why, remedy).toString();
    return new SQLException(text, "22023");
  }

  /** Tells nothing of the value, which may be a personal one. */
  @Override
  public String toString() {
    return "sharding key of " + value.getClass().getSimpleName();
  }
}
