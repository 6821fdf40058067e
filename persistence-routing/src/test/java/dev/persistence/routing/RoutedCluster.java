package dev.persistence.routing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A routed data source over a real cluster with HikariCP pools, and the few calls that the tests
 * make on it. The nodes are named p, r1, r2.
 */
abstract class RoutedCluster implements AutoCloseable {

  private final List<HikariDataSource> pools = new ArrayList<>();
  private final DatabaseCluster<?> cluster;
  private final RoutingDataSource routing;

  /**
   * @param urlOptions what is appended to each node's URL
   */
  RoutedCluster(
      DatabaseCluster<?> cluster,
      String urlOptions,
      UnaryOperator<RoutingDataSourceBuilder> settings) {
    this.cluster = cluster;
    RoutingDataSourceBuilder builder =
        RoutingDataSource.builder("orders").primary("p", pool(cluster.primary(), urlOptions));
    for (DatabaseNode replica : cluster.replicas()) {
      builder.replica("r" + pools.size(), pool(replica, urlOptions));
    }
    this.routing = settings.apply(builder).build();
  }

  /**
   * Returns settings so patient that a busy machine does not send a read to the primary which the
   * test expects on a replica.
   */
  static RoutingDataSourceBuilder patient(RoutingDataSourceBuilder builder) {
    return builder.maxWait(Duration.ofMillis(500)).sampleTimeout(Duration.ofSeconds(2));
  }

  private HikariDataSource pool(DatabaseNode node, String urlOptions) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(node.jdbcUrl() + urlOptions);
    config.setMaximumPoolSize(20);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(2_000);
    config.setInitializationFailTimeout(-1);
    HikariDataSource pool = new HikariDataSource(config);
    pools.add(pool);
    return pool;
  }

  /** Has the pools replace their connections, as they do by themselves with what was idle long. */
  void evictConnections() {
    pools.forEach(pool -> pool.getHikariPoolMXBean().softEvictConnections());
  }

  RoutingDataSource routing() {
    return routing;
  }

  /**
   * Makes the table {@code item} with rows 1 to n at version 0, and waits until it is everywhere.
   */
  void createItems(int rows) throws SQLException {
    execute("drop table if exists item");
    execute("create table item (id int primary key, version bigint not null)");
    for (int id = 1; id <= rows; id++) {
      execute("insert into item values (" + id + ", 0)");
    }
    cluster.awaitReplicated();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = routing.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Adds one to the row's version in auto-commit mode and returns it. */
  long write(int id) throws SQLException {
    try (Connection connection = routing.getConnection()) {
      return increment(connection, id);
    }
  }

  /** Adds one to the row's version and returns it, with one statement. */
  abstract long increment(Connection connection, int id) throws SQLException;

  /** Reads the row's version on a read-only connection. */
  long read(int id) throws SQLException {
    try (Connection connection = routing.getConnection()) {
      connection.setReadOnly(true);
      return read(connection, id);
    }
  }

  long read(int id, Consistency consistency) throws SQLException {
    try (ReadScope scope = ReadScope.open(consistency)) {
      return read(id);
    }
  }

  final DatabaseCluster<?> cluster() {
    return cluster;
  }

  static long read(Connection connection, int id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select version from item where id = ?")) {
      statement.setInt(1, id);
      return single(statement);
    }
  }

  static long single(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  RouteDecision decision() {
    RouteDecision decision = routing.lastDecision();
    if (decision == null) {
      throw new AssertionError("no decision was made in this session");
    }
    return decision;
  }

  String node() {
    return decision().node();
  }

  /** Waits on the calling thread, since another thread would be another session. */
  static ConditionFactory await() {
    return Awaitility.await().pollInSameThread();
  }

  /** Waits until this session's reads are served by the node; a pool may be late with it. */
  void awaitServedBy(String node) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(SQLTransientConnectionException.class)
        .until(
            () -> {
              write(1);
              read(1);
              return node().equals(node);
            });
  }

  @Override
  public void close() {
    routing.close();
    pools.forEach(HikariDataSource::close);
  }
}
