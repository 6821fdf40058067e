package dev.persistence.sharding.internal;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.transaction.TransactionContext;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.sharding.CrossShardException;
import dev.persistence.sharding.ShardMovedException;
import dev.persistence.sharding.ShardedDataSourceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One shard and how work is done there. Thread-safe. */
public final class Shard {

  /** The shard of an open transaction. Used by its thread. */
  private static final class Pin {
    @Nullable Shard shard;
  }

  private final Object owner;
  private final HedgeBudget hedges;
  private final String name;
  private final DataSource dataSource;
  private final Transactions transactions;
  private final Transactions reads;
  private final Semaphore permits;
  private final @Nullable Transactions replicaReads;
  private final Semaphore replicaPermits;
  private final ShardCounters counters = new ShardCounters();
  private volatile @Nullable Dialect dialect;

  /**
   * @param owner what all shards of one data source have in common, as they have the hedges
   */
  Shard(Object owner, HedgeBudget hedges, String name, ShardedDataSourceConfig config) {
    this.owner = owner;
    this.hedges = hedges;
    this.name = name;
    this.dataSource = Objects.requireNonNull(config.shards().get(name));
    this.transactions = Transactions.of(dataSource);
    this.reads = reads(dataSource);
    this.permits = new Semaphore(config.scatterPermits());
    DataSource replica = config.replicas().get(name);
    this.replicaReads = replica == null ? null : reads(replica);
    this.replicaPermits = new Semaphore(config.scatterPermits());
  }

  private static Transactions reads(DataSource database) {
    return Transactions.builder(database).readOnly().maxAttempts(1).build();
  }

  public String name() {
    return name;
  }

  public DataSource dataSource() {
    return dataSource;
  }

  /** Returns a connection unless this thread is in a transaction of another shard. */
  public Connection connection() throws SQLException {
    ensureNoOther();
    return dataSource.getConnection();
  }

  /** Runs the body in a transaction unless this thread is in one of another shard. */
  public <T extends @Nullable Object, E extends Exception> T call(Transactions.Body<T, E> body)
      throws SQLException, E {
    ensureNoOther();
    try {
      return transactions.call(
          connection -> {
            pin(Objects.requireNonNull(TransactionContext.current())).shard = this;
            return body.apply(connection);
          });
    } catch (SQLException failure) {
      if (ShardMovedException.isReportedBy(failure)) {
        counters.moved();
      }
      throw failure;
    }
  }

  /** Returns the transactions of scattered queries, which are never run twice. */
  public Transactions reads() {
    return reads;
  }

  /** Returns what a scattered query needs one of while it runs. */
  public Semaphore permits() {
    return permits;
  }

  /** Returns those of its replica, or null if there is none. */
  public @Nullable Transactions replicaReads() {
    return replicaReads;
  }

  /** Returns what a scattered query needs one of while it runs on the replica. */
  public Semaphore replicaPermits() {
    return replicaPermits;
  }

  /** Returns what bounds the queries that are asked of replicas as well. */
  public HedgeBudget hedges() {
    return hedges;
  }

  public ShardCounters counters() {
    return counters;
  }

  /** Returns the dialect of the shard's database, found out on the first connection. */
  public Dialect dialect(Connection connection) throws SQLException {
    Dialect known = dialect;
    if (known == null) {
      known = Dialect.detect(connection);
      dialect = known;
    }
    return known;
  }

  private void ensureNoOther() {
    TransactionContext open = TransactionContext.current();
    while (open != null) {
      Shard first = pin(open).shard;
      if (first != null && first != this) {
        throw new CrossShardException(first.name, name);
      }
      open = open.outer(); // One of another database may be between.
    }
  }

  private Pin pin(TransactionContext transaction) {
    return transaction.attribute(owner, Pin::new);
  }

  @Override
  public String toString() {
    return name;
  }
}
