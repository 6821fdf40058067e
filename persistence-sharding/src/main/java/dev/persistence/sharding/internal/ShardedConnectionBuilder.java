package dev.persistence.sharding.internal;

import dev.persistence.core.Explanation;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKey;
import org.jspecify.annotations.Nullable;

/** Builds connections for a sharding key. Used by one thread. */
public final class ShardedConnectionBuilder implements ConnectionBuilder {

  private final Shards shards;
  private @Nullable ShardingKey key;
  private @Nullable ShardingKey superKey;
  private boolean credentials;

  public ShardedConnectionBuilder(Shards shards) {
    this.shards = shards;
  }

  @Override
  public ConnectionBuilder user(@Nullable String user) {
    credentials |= user != null;
    return this;
  }

  @Override
  public ConnectionBuilder password(@Nullable String password) {
    credentials |= password != null;
    return this;
  }

  @Override
  public ConnectionBuilder shardingKey(@Nullable ShardingKey shardingKey) {
    key = shardingKey;
    return this;
  }

  @Override
  public ConnectionBuilder superShardingKey(@Nullable ShardingKey superShardingKey) {
    superKey = superShardingKey;
    return this;
  }

  @Override
  public Connection build() throws SQLException {
    if (credentials) {
      throw new SQLFeatureNotSupportedException(
          new Explanation(
                  "No connection for another user",
                  "each shard's pool has its own credentials",
                  "Set neither user nor password")
              .toString(),
          "0A000");
    }
    return new ShardedConnection(shards, shards.of(ShardKey.Pair.of(key, superKey)));
  }
}
