package dev.persistence.sharding.internal;

import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.ShardingKey;
import java.sql.ShardingKeyBuilder;
import org.jspecify.annotations.Nullable;

/** Builds sharding keys of one subkey. Used by one thread. */
public final class ShardKeyBuilder implements ShardingKeyBuilder {

  private @Nullable Object value;
  private int count;

  /** Takes the key; which type of SQL it has is the resolver's to know. */
  @Override
  public ShardingKeyBuilder subkey(@Nullable Object subkey, SQLType type) {
    value = subkey;
    count++;
    return this;
  }

  @Override
  public ShardingKey build() throws SQLException {
    Object only = value;
    if (count != 1) {
      throw ShardKey.refused("it has " + count + " subkeys", "Give one subkey");
    }
    if (only == null) {
      throw ShardKey.refused("its subkey is null", "Give a value; NULL has no shard");
    }
    return new ShardKey(only);
  }
}
