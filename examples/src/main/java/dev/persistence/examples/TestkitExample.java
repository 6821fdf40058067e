package dev.persistence.examples;

import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The example of {@code docs/testkit.md}. */
final class TestkitExample {

  private TestkitExample() {}

  static void writeWhileAStandbyIsLate() throws SQLException {
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(2).start()) {
      PostgresNode standby = cluster.standbys().get(0);
      standby.pauseReplay();
      write(cluster.primary().dataSource());
      standby.resumeReplay();
      cluster.awaitReplicated();
    }
  }

  private static void write(DataSource primary) throws SQLException {
    try (Connection connection = primary.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table purchase (id int primary key)");
    }
  }
}
