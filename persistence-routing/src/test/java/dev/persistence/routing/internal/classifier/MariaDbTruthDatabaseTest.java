package dev.persistence.routing.internal.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every statement that is called a read was run on a read-only replica of MariaDB and on its
 * primary, with the same rows.
 */
@WithMariaDb(replicas = 1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MariaDbTruthDatabaseTest {

  private final DataSource primary;
  private final DataSource replica;
  private final MariaDbCluster cluster;
  private final Classifier classifier = new Classifier(SqlSyntax.MYSQL, KnownFunctions.NONE);

  MariaDbTruthDatabaseTest(MariaDbCluster cluster) {
    this.cluster = cluster;
    this.primary = cluster.primary().dataSource();
    this.replica = cluster.replicas().get(0).dataSource();
  }

  @BeforeAll
  void setUp() throws SQLException {
    try (Connection connection = primary.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : MySqlStatements.SETUP) {
        statement.execute(sql);
      }
    }
    cluster.awaitReplicated();
  }

  @ParameterizedTest
  @MethodSource("dev.persistence.routing.internal.classifier.MySqlStatements#all")
  void readRunsOnAReplicaAndWhatAReplicaRefusesIsNoRead(MySqlStatements.Case one)
      throws SQLException {
    boolean read = classifier.classify(one.sql()).isRead();
    if (read) {
      assertThat(rows(replica, one.sql())).isEqualTo(rows(primary, one.sql()));
    } else if (isRefused(one.sql())) {
      assertThat(read).isFalse();
    }
  }

  private boolean isRefused(String sql) {
    try {
      rows(replica, sql);
      return false;
    } catch (SQLException refused) {
      return true;
    }
  }

  private static List<String> rows(DataSource node, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = node.getConnection();
        Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        ResultSet result = statement.getResultSet();
        while (result.next()) {
          rows.add(String.valueOf(result.getString(1)));
        }
      }
    }
    return rows;
  }
}
