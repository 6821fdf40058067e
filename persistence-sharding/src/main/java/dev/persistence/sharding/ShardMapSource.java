package dev.persistence.sharding;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Who has the newest shard map. Thread-safe; blocks to look. */
@FunctionalInterface
public interface ShardMapSource {
  /** Returns the newest map, or null if there is none yet. */
  @Nullable ShardMap newest() throws SQLException;
}
