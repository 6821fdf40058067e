package dev.persistence.examples.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.routing.RoutingDataSource;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * Starts a primary and two standbys, pauses one standby, and lets concurrent sessions write and
 * read back through four data sources. Ends with status 1 if ours ever returned a stale row.
 */
public final class Quickstart {

  private Quickstart() {}

  public static void main(String[] arguments) throws Exception {
    Report report = new Report(System.out);
    report.line("Starting PostgreSQL: a primary and two standbys ...");
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(2).start()) {
      createTable(cluster.primary());
      cluster.awaitReplicated();
      PostgresNode paused = cluster.standbys().get(1);
      paused.pauseReplay();
      report.line("Ready; the replay of " + paused.name() + " is paused.");
      if (compare(cluster, report).stale() > 0) {
        report.line("FAILED: persistence-routing returned a stale row.");
        System.exit(1);
      }
    }
  }

  private static void createTable(PostgresNode primary) throws SQLException {
    try (Connection connection = primary.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table note (id int primary key, version bigint not null)");
      statement.execute(
          "insert into note select id, 0 from generate_series(1, " + Workload.SESSIONS + ") as id");
    }
  }

  /** Runs the same work through each data source; returns the result of ours. */
  private static Result compare(PostgresCluster cluster, Report report) throws Exception {
    List<HikariDataSource> pools = new ArrayList<>();
    try {
      HikariDataSource primary = pool(cluster.primary(), pools);
      HikariDataSource first = pool(cluster.standbys().get(0), pools);
      HikariDataSource second = pool(cluster.standbys().get(1), pools);
      Workload workload = new Workload(cluster);

      List<Result> results = new ArrayList<>();
      results.add(workload.run("primary only", primary, primary));
      results.add(
          workload.run("naive round robin", primary, new RoundRobin(primary, first, second)));
      DataSource spring = spring(primary, new RoundRobin(first, second));
      results.add(workload.run("readOnly flag (Spring)", spring, spring));
      Decisions decisions = new Decisions();
      Result ours;
      try (RoutingDataSource routing =
          RoutingDataSource.builder("notes")
              .primary("primary", primary)
              .replica("standby1", first)
              .replica("standby2", second)
              .listener(decisions)
              .build()) {
        ours = workload.run("persistence-routing", routing, routing);
      }
      results.add(ours);
      report.table(results);
      report.decisions(ours.name(), decisions);
      return ours;
    } finally {
      pools.forEach(HikariDataSource::close);
    }
  }

  private static DataSource spring(DataSource primary, DataSource replicas) {
    LazyConnectionDataSourceProxy proxy = new LazyConnectionDataSourceProxy(primary);
    proxy.setReadOnlyDataSource(replicas);
    return proxy;
  }

  private static HikariDataSource pool(PostgresNode node, List<HikariDataSource> pools) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(node.name());
    config.setDataSource(node.dataSource());
    config.setMaximumPoolSize(Workload.SESSIONS);
    HikariDataSource pool = new HikariDataSource(config);
    pools.add(pool);
    return pool;
  }
}
