package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import org.junit.jupiter.api.Test;

@WithPostgres
class PostgresBadInputTest extends BadInputSuite {

  private final PostgresCluster cluster;

  PostgresBadInputTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
    this.cluster = cluster;
  }

  /** As on a standby; nothing is wrong with the expression then. */
  @Test
  void connectionThatMayNotWriteIsToldSo() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(cluster.primary().dataSource());
    config.setConnectionInitSql("SET default_transaction_read_only = on");
    config.setMaximumPoolSize(2);
    try (HikariDataSource reading = new HikariDataSource(config)) {
      Migrator migrator = Migrator.builder(reading).build();
      Migration migration =
          Migration.define("1", "x").table("person", t -> t.addColumn("x", "text").up("note"));
      assertThatThrownBy(() -> migrator.plan(migration))
          .isInstanceOf(InvalidMigrationException.class)
          .hasMessageContaining("read-only")
          .hasMessageContaining("Connect to the primary");
    }
  }
}
