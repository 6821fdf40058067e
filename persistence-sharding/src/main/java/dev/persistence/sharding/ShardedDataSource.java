package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.sharding.internal.FanOut;
import dev.persistence.sharding.internal.ShardKeyBuilder;
import dev.persistence.sharding.internal.ShardThreads;
import dev.persistence.sharding.internal.ShardedConnectionBuilder;
import dev.persistence.sharding.internal.Shards;
import dev.persistence.sharding.internal.scatter.Question;
import dev.persistence.sharding.internal.scatter.Scatter;
import dev.persistence.sharding.load.LoadReport;
import dev.persistence.sharding.scatter.RowConsumer;
import dev.persistence.sharding.scatter.ScatterException;
import dev.persistence.sharding.scatter.ScatterResult;
import dev.persistence.sharding.scatter.ScatterRow;
import dev.persistence.sharding.scatter.ScatterSpec;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKeyBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Several databases that hold one body of data, parted by a key, as one {@link DataSource}.
 *
 * <pre>{@code
 * ShardedDataSource orders = ShardedDataSource.builder("orders")
 *     .shard("s1", firstPool)
 *     .shard("s2", secondPool)
 *     .resolver(Resolvers.hash(KeyType.INT8))
 *     .build();
 * orders.inShard(customerId, connection -> {...});
 * }</pre>
 *
 * <p>Who wants a connection says for which key: as here, by {@link #connectionFor}, or by the JDK's
 * own {@link #createConnectionBuilder} with a {@link java.sql.ShardingKey}. No SQL is looked at, so
 * a statement sees the rows of its shard alone. A shard may itself be a routed data source.
 *
 * <p>Guarantees: a key leads to one shard, the same in every JVM that has the same map; nothing of
 * a key is kept with a thread; a transaction of {@link #inShard} that touches a second shard is
 * refused. Not guaranteed: anything across shards, such as one snapshot.
 *
 * <p>Thread-safe. Blocks where the shards' pools do. Only scattered work has threads, one for each
 * shard asked, which end by themselves when idle and with {@link #close()}; the pools belong to the
 * caller.
 */
public final class ShardedDataSource implements DataSource, AutoCloseable {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ShardedDataSource.class);

  private final ShardedDataSourceConfig config;
  private final Shards shards;
  private final ShardThreads threads;
  private final Scatter scatter;

  ShardedDataSource(ShardedDataSourceConfig config) {
    this.config = config;
    this.shards = new Shards(config);
    this.threads = new ShardThreads(config.name());
    this.scatter = new Scatter(threads);
    LOG.info("Sharding \"{}\" starts: {}", config.name(), config);
  }

  /**
   * Starts building a data source.
   *
   * @param name as in log lines, metrics and failures
   */
  public static ShardedDataSourceBuilder builder(String name) {
    return new ShardedDataSourceBuilder(name);
  }

  /** Returns the effective settings. */
  public ShardedDataSourceConfig config() {
    return config;
  }

  /** Returns the names of the shards. */
  public Set<String> shards() {
    return config.shards().keySet();
  }

  /**
   * Returns the data source of one shard, for work on that shard as a whole.
   *
   * @throws IllegalArgumentException if there is no such shard
   */
  public DataSource shard(String name) {
    return shards.named(name).dataSource();
  }

  /**
   * Returns the name of the key's shard.
   *
   * @throws ShardKeyException if the key is none, or nobody knows its shard
   */
  public String shardOf(Object key) {
    return shards.of(key).name();
  }

  /**
   * Runs the body in a transaction on the key's shard, by the rules of {@link Transactions}, and
   * returns its result.
   *
   * <p>If the shard says that the key has moved, which it does before anything is changed, the
   * resolver is asked for news and the body runs once more on the new shard.
   *
   * @throws ShardKeyException if the key is none, or nobody knows its shard
   * @throws CrossShardException if this thread is in a transaction of another shard
   * @throws ShardMovedException if the key has moved, and nobody knows where to
   * @throws SQLException if the database failed, as a driver has it
   */
  public <T extends @Nullable Object, E extends Exception> T inShard(
      Object key, Transactions.Body<T, E> body) throws SQLException, E {
    Arguments.notNull("body", body);
    return shards.call(key, body);
  }

  /**
   * Returns a connection to the key's shard, which the caller closes.
   *
   * @throws ShardKeyException if the key is none, or nobody knows its shard
   * @throws CrossShardException if this thread is in a transaction of another shard
   * @throws SQLException if the shard's pool gives none
   */
  public Connection connectionFor(Object key) throws SQLException {
    return shards.of(key).connection();
  }

  /**
   * Asks many shards at once and returns their rows as one result, as the spec has it.
   *
   * <p>Each shard is read in a read-only transaction of its own, so there is no snapshot across
   * shards, and a routed shard may use a replica as fresh as the caller's session and scope demand.
   * The whole result is kept in memory, up to {@link ScatterSpec.Bounds#maxBytes}.
   *
   * @param query a SELECT that is valid as a table expression: columns with names of their own, and
   *     no semicolon at its end
   * @throws ScatterException if a shard gives no answer and the policy is not to do without, or if
   *     the rows cannot be put together
   */
  public ScatterResult<ScatterRow> scatter(SqlFragment query, ScatterSpec spec)
      throws SQLException {
    Question question = new Question(query, spec);
    return scatter.collect(shards.selected(spec.shards()), question);
  }

  /**
   * Asks many shards at once and gives each row to the consumer as it comes, in bounded memory
   * however many there are; otherwise as {@link #scatter}.
   *
   * @return the shards that gave no answer, or not all of it, with the reason: rows of them may
   *     have been consumed
   */
  public Map<String, Throwable> scatterEach(
      SqlFragment query, ScatterSpec spec, RowConsumer consumer) throws SQLException {
    Arguments.notNull("consumer", consumer);
    Question question = new Question(query, spec);
    return scatter.each(shards.selected(spec.shards()), question, consumer);
  }

  /**
   * Returns how often shards and keys were asked for of late, with half of it forgotten a minute.
   */
  public LoadReport load() {
    return shards.load();
  }

  /**
   * Does work on every shard, such as a change of the schema, so many at a time, and returns what
   * became of it on each. A failure on one shard stops no other; after {@link #close()} all fail.
   *
   * <p>Blocks until the work has ended everywhere. An interrupt is passed on to what runs, which is
   * not waited for then, and nothing more is begun.
   *
   * @param mostAtOnce 1 for one after the other, up to 1,000
   */
  public <T extends @Nullable Object> FanOutResult<T> onEveryShard(
      int mostAtOnce, ShardAction<T> action) {
    Arguments.inRange("mostAtOnce", mostAtOnce, 1, 1_000);
    Arguments.notNull("action", action);
    return new FanOut<>(threads, mostAtOnce, action).run(shards.selected(Set.of()));
  }

  /** Returns what each shard has done since this was built, by name. */
  public Map<String, ShardStatistics> statistics() {
    Map<String, ShardStatistics> statistics = new LinkedHashMap<>();
    shards
        .selected(Set.of())
        .forEach(shard -> statistics.put(shard.name(), shard.counters().statistics()));
    return statistics;
  }

  /** Returns a builder of the JDK's sharding keys, which takes one subkey. */
  @Override
  public ShardingKeyBuilder createShardingKeyBuilder() {
    return new ShardKeyBuilder();
  }

  /**
   * Returns a builder of connections for a sharding key. Such a connection can {@linkplain
   * Connection#setShardingKey change} its key, and with it its shard, between transactions.
   */
  @Override
  public ConnectionBuilder createConnectionBuilder() {
    return new ShardedConnectionBuilder(shards);
  }

  /** Not supported: a connection without a key would be one to any shard. */
  @Override
  public Connection getConnection() throws SQLException {
    throw new SQLFeatureNotSupportedException(
        new Explanation(
                "No connection of \"" + config.name() + "\"",
                "no sharding key was given, so its shard is not known",
                "Use inShard, connectionFor or createConnectionBuilder().shardingKey(…)")
            .toString(),
        "0A000");
  }

  /** Not supported: each shard's pool has its own credentials. */
  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        new Explanation(
                "No connection for another user",
                "each shard's pool has its own credentials",
                "Use inShard, connectionFor or createConnectionBuilder().shardingKey(…)")
            .toString(),
        "0A000");
  }

  /** Ends the threads of scattered work, which fails; a second call does nothing. */
  @Override
  public void close() {
    scatter.close();
    threads.close();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (Arguments.notNull("type", type).isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException(
        new Explanation(
                "Cannot unwrap to " + type.getName(),
                "a sharded data source stands for several pools",
                "Unwrap the pool of one shard instead")
            .toString());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  /** Returns null: there is no log writer beside SLF4J. */
  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  /** Does nothing: there is no log writer beside SLF4J. */
  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  /** Returns 0: each pool has its own time-out. */
  @Override
  public int getLoginTimeout() {
    return 0;
  }

  /** Not supported: each pool has its own time-out. */
  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        new Explanation(
                "Cannot set the login time-out", "each shard's pool has its own", "Set it there")
            .toString());
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("SLF4J is used instead of java.util.logging");
  }

  @Override
  public String toString() {
    return "ShardedDataSource " + config.name() + " " + shards();
  }
}
