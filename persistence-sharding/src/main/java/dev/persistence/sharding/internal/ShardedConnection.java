package dev.persistence.sharding.internal;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.sharding.ShardKeyException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.ShardingKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that can change its sharding key, and with it its shard: what was set on it is set
 * on the new shard's connection, too, and what was made with it is closed with the old one. In
 * manual commit mode it stays on its shard once anything was made with it, for that may have opened
 * a transaction.
 *
 * <p>Used by one thread, but for {@link #abort}.
 */
final class ShardedConnection extends ConnectionFace {

  private static final Logger LOG = LoggerFactory.getLogger(ShardedConnection.class);

  /** What can be set on a connection, in the order in which it is set again. */
  private enum Setting {
    READ_ONLY,
    ISOLATION,
    AUTO_COMMIT,
    CATALOG,
    SCHEMA,
    HOLDABILITY,
    TYPE_MAP,
    CLIENT_INFO,
    NETWORK_TIMEOUT
  }

  @FunctionalInterface
  private interface Step {
    void on(Connection connection) throws SQLException;
  }

  private final Shards shards;
  private final Map<Setting, Step> settings = new EnumMap<>(Setting.class);
  private volatile Connection physical;
  private Shard shard;
  private boolean used;

  ShardedConnection(Shards shards, Shard shard) throws SQLException {
    this.shards = shards;
    this.shard = shard;
    this.physical = shard.connection();
  }

  @Override
  Connection physical() {
    return physical;
  }

  @Override
  Connection make() {
    used = true;
    return physical;
  }

  private void set(Setting setting, Step step) throws SQLException {
    step.on(physical);
    settings.put(setting, step);
  }

  @Override
  public void setShardingKey(ShardingKey key) throws SQLException {
    setShardingKey(key, null);
  }

  @Override
  public void setShardingKey(ShardingKey key, @Nullable ShardingKey superKey) throws SQLException {
    ensureOpen();
    Shard target = shards.of(ShardKey.Pair.of(key, superKey));
    if (target == shard) {
      return;
    }
    if (isBound()) {
      throw new SQLException(
          new Explanation(
                  "The connection stays on shard \"" + shard.name() + "\"",
                  "the key is one of shard \""
                      + target.name()
                      + "\", and a transaction may be open, which cannot move",
                  "Commit and turn autocommit on first, or take another connection")
              .toString(),
          "25001");
    }
    moveTo(target, target.connection());
  }

  @Override
  public boolean setShardingKeyIfValid(ShardingKey key, int timeoutSeconds) throws SQLException {
    return setShardingKeyIfValid(key, null, timeoutSeconds);
  }

  /**
   * Returns false, and leaves the connection where it is, if it cannot be used for the key: nobody
   * owns that, its shard gives no valid connection, or a transaction may be open.
   */
  @Override
  public boolean setShardingKeyIfValid(
      ShardingKey key, @Nullable ShardingKey superKey, int timeoutSeconds) throws SQLException {
    Arguments.inRange("timeout", timeoutSeconds, 0, Integer.MAX_VALUE);
    ensureOpen();
    Shard target;
    try {
      target = shards.of(ShardKey.Pair.of(key, superKey));
    } catch (ShardKeyException nobodysKey) {
      return false;
    }
    if (target == shard) {
      return physical.isValid(timeoutSeconds);
    }
    Connection next = isBound() ? null : valid(target, timeoutSeconds);
    if (next != null) {
      moveTo(target, next);
    }
    return next != null;
  }

  /** Returns a connection to the shard, or null if none can be had that answers. */
  private static @Nullable Connection valid(Shard target, int timeoutSeconds) {
    try {
      Connection next = target.connection();
      if (next.isValid(timeoutSeconds)) {
        return next;
      }
      next.close();
    } catch (SQLException unreachable) {
      LOG.debug("No valid connection to shard {}", target.name(), unreachable);
    }
    return null;
  }

  /** Tells whether a transaction may be open; a pool may lend connections in manual commit mode. */
  private boolean isBound() throws SQLException {
    return used && !physical.getAutoCommit();
  }

  /** Goes on with this connection to the shard. */
  private void moveTo(Shard target, Connection next) throws SQLException {
    boolean ready = false;
    try {
      for (Step step : settings.values()) {
        step.on(next);
      }
      ready = true;
    } finally {
      if (!ready) {
        next.close();
      }
    }
    Connection former = physical;
    physical = next;
    shard = target;
    used = false;
    former.close();
  }

  private void ensureOpen() throws SQLException {
    if (physical.isClosed()) {
      throw new SQLException(
          new Explanation("The connection cannot be used", "it is closed", "Take another one")
              .toString(),
          "08003");
    }
  }

  /** Tells that sharding is supported; all else is what the shard's database says. */
  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    DatabaseMetaData real = make().getMetaData();
    return (DatabaseMetaData)
        Proxy.newProxyInstance(
            DatabaseMetaData.class.getClassLoader(),
            new Class<?>[] {DatabaseMetaData.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "supportsSharding" -> true;
                  case "getConnection" -> this;
                  default -> invoke(real, method, arguments);
                });
  }

  private static Object invoke(DatabaseMetaData real, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    set(Setting.AUTO_COMMIT, connection -> connection.setAutoCommit(autoCommit));
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    set(Setting.READ_ONLY, connection -> connection.setReadOnly(readOnly));
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    set(Setting.ISOLATION, connection -> connection.setTransactionIsolation(level));
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    set(Setting.CATALOG, connection -> connection.setCatalog(catalog));
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    set(Setting.SCHEMA, connection -> connection.setSchema(schema));
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    set(Setting.HOLDABILITY, connection -> connection.setHoldability(holdability));
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    set(Setting.TYPE_MAP, connection -> connection.setTypeMap(map));
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    set(
        Setting.NETWORK_TIMEOUT,
        connection -> connection.setNetworkTimeout(executor, milliseconds));
  }

  @Override
  public void setClientInfo(String name, String value) throws SQLClientInfoException {
    physical.setClientInfo(name, value);
    rememberClientInfo();
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    physical.setClientInfo(properties);
    rememberClientInfo();
  }

  private void rememberClientInfo() throws SQLClientInfoException {
    try {
      Properties all = physical.getClientInfo();
      settings.put(Setting.CLIENT_INFO, connection -> connection.setClientInfo(all));
    } catch (SQLException unknown) {
      throw new SQLClientInfoException(unknown.getMessage(), Map.of(), unknown);
    }
  }

  @Override
  public void close() throws SQLException {
    physical.close();
  }

  @Override
  public boolean isClosed() throws SQLException {
    return physical.isClosed();
  }

  @Override
  public boolean isValid(int timeoutSeconds) throws SQLException {
    return physical.isValid(timeoutSeconds);
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    physical.abort(executor);
  }

  @Override
  public void beginRequest() throws SQLException {
    physical.beginRequest();
  }

  @Override
  public void endRequest() throws SQLException {
    physical.endRequest();
  }

  /** Returns the shard's own connection, which from then on is not left any more. */
  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    used = true;
    return type.isInstance(physical) ? type.cast(physical) : physical.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(physical) || physical.isWrapperFor(type);
  }

  @Override
  public String toString() {
    return "connection to shard " + shard.name();
  }
}
