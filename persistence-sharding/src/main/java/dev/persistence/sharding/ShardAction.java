package dev.persistence.sharding;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Work on one shard as a whole.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface ShardAction<T extends @Nullable Object> {
  /**
   * Does the work on a connection of the shard as its data source gives it, which the caller
   * closes.
   */
  T run(String shard, Connection connection) throws Exception;
}
