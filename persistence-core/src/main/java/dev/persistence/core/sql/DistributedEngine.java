package dev.persistence.core.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A database that spreads its rows over servers by itself and is reached through a driver of
 * PostgreSQL or MySQL: what it lacks beside these, and what it bounds.
 *
 * <p>What may be run again after a failure is told by its {@link #dialect()}, which {@link
 * Dialect#detect} finds by itself. Which server has a row, and moving it, is the engine's business:
 * to this library it is one data source, without a shard map, fences or moves of ours.
 *
 * <p>All of this is from the engines' manuals; none of them was run with this library. A release
 * may be able to do more than is said here. Immutable.
 */
@SuppressWarnings("ImmutableEnumChecker") // A dialect has no state, and the sets are copies.
public enum DistributedEngine {
  /** PostgreSQL with Citus. Retry 40P01, for deadlocks across servers too, and 40001. */
  CITUS(
      "Citus",
      Sign.relation("pg_catalog.pg_dist_node"),
      Dialect.postgreSql(),
      Gap.TRIGGERS,
      Gap.ADVISORY_LOCKS,
      Gap.NOTIFICATIONS),
  /** YugabyteDB's YSQL. Retry 40001 and 40P01. */
  YUGABYTEDB(
      "YugabyteDB",
      Sign.version("-YB-"),
      Dialect.postgreSql(),
      Gap.ADVISORY_LOCKS,
      Gap.NOTIFICATIONS),
  /** CockroachDB. Retry 40001; 40003 is a COMMIT whose outcome nobody knows. */
  COCKROACHDB(
      "CockroachDB",
      Sign.version("CockroachDB"),
      Dialect.postgreSql(),
      Gap.ADVISORY_LOCKS,
      Gap.NOTIFICATIONS),
  /** Vitess through VTGate. Retry what is retried on MySQL, but never a COMMIT. */
  VITESS("Vitess", Sign.version("-Vitess"), VitessDialect.VITESS, Gap.TRIGGERS, Gap.ATOMIC_COMMIT),
  /** TiDB. Retry 8002, 8005, 8022, 8028 and 9007 beside what is retried on MySQL. */
  TIDB("TiDB", Sign.version("-TiDB-"), TiDbDialect.TIDB, Gap.TRIGGERS),
  /** Aurora PostgreSQL Limitless Database. Retry 40001 and 40P01. */
  AURORA_LIMITLESS(
      "Aurora Limitless",
      Sign.relation("rds_aurora.limitless_subclusters"),
      Dialect.postgreSql(),
      Gap.TRIGGERS,
      Gap.ADVISORY_LOCKS,
      Gap.NOTIFICATIONS);

  /** What the database on one server has and this one has not, or is not known to have. */
  public enum Gap {
    /** Distributed tables take no triggers. */
    TRIGGERS,
    /** Advisory locks are missing, without effect, or known to one server alone. */
    ADVISORY_LOCKS,
    /** LISTEN is missing, or hears one server alone. */
    NOTIFICATIONS,
    /** A COMMIT that fails may have been carried out on some of the servers. */
    ATOMIC_COMMIT
  }

  /**
   * What the engine refuses unless it was set up otherwise; null where its manual names no bound.
   *
   * @param transactionBytes how much a transaction may write
   * @param rowBytes how large a row may be
   * @param resultRows how many rows a result may have from one server
   * @param transactionTime how long a transaction may take
   */
  public record Limits(
      @Nullable Long transactionBytes,
      @Nullable Long rowBytes,
      @Nullable Integer resultRows,
      @Nullable Duration transactionTime) {}

  /**
   * What gives an engine away.
   *
   * @param text a part of its version, or the name of a relation that only it has
   * @param inVersion which of the two
   */
  private record Sign(String text, boolean inVersion) {

    static Sign version(String part) {
      return new Sign(part, true);
    }

    static Sign relation(String name) {
      return new Sign(name, false);
    }

    boolean isIn(String version, Set<String> relations) {
      return inVersion
          ? version.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))
          : relations.contains(text);
    }
  }

  private final String product;
  private final Sign sign;
  private final Dialect dialect;
  private final Set<Gap> gaps;

  DistributedEngine(String product, Sign sign, Dialect dialect, Gap... gaps) {
    this.product = product;
    this.sign = sign;
    this.dialect = dialect;
    this.gaps = Set.of(gaps);
  }

  /**
   * Returns the engine behind the connection, or null if it is none of these. Runs one to three
   * queries on PostgreSQL's protocol, and none on MySQL's.
   */
  public static @Nullable DistributedEngine of(Connection connection) throws SQLException {
    if (Dialect.detect(connection) != Dialect.postgreSql()) {
      return recognize(connection.getMetaData().getDatabaseProductVersion(), Set.of());
    }
    DistributedEngine byVersion = recognize(version(connection), Set.of());
    return byVersion == null ? recognize("", ownRelations(connection)) : byVersion;
  }

  /**
   * Returns the engine of such a version and such relations, or null if it is none of these.
   *
   * @param version PostgreSQL's {@code version()}, or MySQL's {@code @@version}
   * @param relations those of {@link #ownRelations} that there are
   */
  static @Nullable DistributedEngine recognize(String version, Set<String> relations) {
    for (DistributedEngine engine : values()) {
      if (engine.sign.isIn(version, relations)) {
        return engine;
      }
    }
    return null;
  }

  private static String version(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT version()");
        ResultSet row = select.executeQuery()) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private static Set<String> ownRelations(Connection connection) throws SQLException {
    Set<String> found = new HashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      for (DistributedEngine engine : values()) {
        if (!engine.sign.inVersion) {
          select.setString(1, engine.sign.text);
          try (ResultSet row = select.executeQuery()) {
            if (row.next() && row.getBoolean(1)) {
              found.add(engine.sign.text);
            }
          }
        }
      }
    }
    return found;
  }

  /** Returns what the engine's SQL and its errors mean. */
  public Dialect dialect() {
    return dialect;
  }

  /**
   * Tells whether the engine lacks this, or is not known to have it on all its servers together.
   */
  public boolean lacks(Gap gap) {
    return gaps.contains(gap);
  }

  /** Returns what the engine refuses by default. */
  public Limits limits() {
    return switch (this) {
      case VITESS -> new Limits(null, null, 10_000, Duration.ofSeconds(30));
      case TIDB -> new Limits(100L << 20, 6L << 20, null, null);
      default -> new Limits(null, null, null, null);
    };
  }

  /**
   * Returns the statement after which a session's read-only transactions may read from replicas, or
   * null if there is none. They are then up to date on TiDB, and seconds old elsewhere. Vitess
   * offers this by the database's name, {@code keyspace@replica}.
   */
  public @Nullable String followerReads() {
    return switch (this) {
      case YUGABYTEDB -> "SET yb_read_from_followers = true";
      case COCKROACHDB -> "SET default_transaction_use_follower_reads = on";
      case TIDB -> "SET tidb_replica_read = 'follower'";
      default -> null;
    };
  }

  @Override
  public String toString() {
    return product;
  }
}
