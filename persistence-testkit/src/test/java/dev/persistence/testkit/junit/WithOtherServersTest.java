package dev.persistence.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.mariadb.MariaDbCluster;
import dev.persistence.testkit.redis.RedisServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@WithMariaDb
@WithRedis
class WithOtherServersTest {

  @Test
  void classGetsADatabaseOfItsOwn(MariaDbCluster cluster) throws SQLException {
    try (Connection connection = cluster.primary().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table own (id int primary key)");
      try (ResultSet row = statement.executeQuery("select count(*) from own")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).isZero();
      }
    }
  }

  @Test
  void severalKindsOfServersAreInjected(RedisServer redis, MariaDbCluster cluster) {
    assertThat(redis.isRunning()).isTrue();
    assertThat(cluster.primary().isRunning()).isTrue();
  }

  @Test
  void sharedServersRefuseToBeBroken(RedisServer redis, MariaDbCluster cluster) {
    assertThatThrownBy(redis::kill)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("isolated");
    assertThatThrownBy(() -> cluster.primary().kill())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("isolated");
  }
}
