package dev.persistence.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.Spread;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.routing.RoutingDataSource;
import dev.persistence.testkit.fault.NetworkFault;
import dev.persistence.testkit.fault.TcpProxy;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * How long reads stand still when the network to their standby swallows everything: from that
 * instant to the end of the next read that succeeds, wherever it was answered.
 *
 * <p>pgjdbc alone waits for ever; with the URL of two hosts and the time-outs of its own
 * documentation's example it is the measure. Each round has pools of its own.
 */
public final class RecoveryTime {

  public static final String BLACK_HOLE = "A standby falls silent, until the next read succeeds";
  public static final String DRIVER = "pgjdbc, two hosts, socketTimeout=5";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PostgresNode primary;
  private final PostgresNode standby;

  private RecoveryTime(PostgresCluster cluster) {
    this.primary = cluster.primary();
    this.standby = cluster.standbys().get(0);
  }

  /** Starts the servers and returns the standing after so many rounds. */
  public static List<Standing> hold(int rounds) throws SQLException {
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(1).start()) {
      return List.of(new RecoveryTime(cluster).run(rounds));
    }
  }

  private Standing run(int rounds) throws SQLException {
    List<Double> driver = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      driver.add(millis(this::throughDriver));
      ours.add(millis(this::throughOurs));
      ratios.add(ours.get(round) / driver.get(round));
    }
    Spread same = new Spread(1, 1, 1);
    return new Standing(
        BLACK_HOLE,
        "ms",
        List.of(
            new Figure(DRIVER, false, Spread.ofQuartiles(driver), same, null, Map.of()),
            new Figure(
                "ours",
                true,
                Spread.ofQuartiles(ours),
                Spread.ofQuartiles(ratios),
                null,
                Map.of())));
  }

  /** Reads through a network that falls silent. */
  private interface Silenced {
    Duration recovery(TcpProxy network) throws SQLException;
  }

  private double millis(Silenced contestant) throws SQLException {
    try (TcpProxy network = TcpProxy.to(standby.host(), standby.port())) {
      return contestant.recovery(network).toNanos() / 1e6;
    }
  }

  private Duration throughDriver(TcpProxy network) throws SQLException {
    String hosts = network.host() + ":" + network.port() + "," + at(primary);
    String url =
        primary.jdbcUrl().replace(at(primary), hosts)
            + "&targetServerType=preferSecondary&connectTimeout=2&socketTimeout=5";
    try (HikariDataSource pool = pool(url)) {
      return recovery(pool, network);
    }
  }

  private Duration throughOurs(TcpProxy network) throws SQLException {
    String silenced = network.host() + ":" + network.port();
    try (HikariDataSource writes = pool(primary.jdbcUrl());
        HikariDataSource reads = pool(standby.jdbcUrl().replace(at(standby), silenced));
        RoutingDataSource routing =
            RoutingDataSource.builder("orders")
                .primary("primary", writes)
                .replica("standby", reads)
                .consistency(Consistency.eventual())
                .build()) {
      return recovery(routing, network);
    }
  }

  private static String at(PostgresNode node) {
    return node.host() + ":" + node.port();
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }

  private static Duration recovery(DataSource source, TcpProxy network) throws SQLException {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    while (!isReadOnStandby(source)) {
      if (System.nanoTime() > patience) {
        throw new IllegalStateException("no read reaches the standby");
      }
    }
    network.apply(NetworkFault.blackHole());
    long silent = System.nanoTime();
    while (!isAnswered(source)) {
      if (System.nanoTime() - silent > PATIENCE.toNanos()) {
        throw new IllegalStateException("reads stand still for more than " + PATIENCE);
      }
    }
    Duration stillness = Duration.ofNanos(System.nanoTime() - silent);
    network.cut(); // Or the pool waits for an answer to its farewell.
    return stillness;
  }

  private static boolean isAnswered(DataSource source) {
    try {
      isReadOnStandby(source);
      return true;
    } catch (SQLException failed) {
      return false;
    }
  }

  private static boolean isReadOnStandby(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setReadOnly(true);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select pg_is_in_recovery()")) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }
}
