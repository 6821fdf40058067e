package dev.persistence.migrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithPostgres(version = 15)
class OldestPostgresMeasuredLintTest extends PostgresMeasuredLintTest {

  @Test
  void serverIsTheOldest(PostgresCluster cluster) throws SQLException {
    LiveDatabase database = new LiveDatabase(cluster.primary().dataSource());
    assertThat(database.rows("SHOW server_version").get(0)).startsWith("15.");
  }
}
