package dev.persistence.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithPostgres
class PostgresDialectTest extends DialectSuite {

  @SuppressWarnings("NullAway.Init") // Injected.
  private PostgresCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.postgreSql(servers.primary().jdbcUrl());
  }

  @Override
  Dialect dialect() {
    return Dialect.postgreSql();
  }

  @Override
  int longestName() {
    return 63;
  }

  @Override
  List<String> refusedNames() {
    return List.of("x".repeat(64), "名".repeat(22));
  }

  @Test
  void aTableOfTheSearchPathIsNotMistakenForItsTwin() throws SQLException {
    database()
        .execute(
            "CREATE SCHEMA other",
            "CREATE TABLE other.twin (x int PRIMARY KEY)",
            "DROP TABLE IF EXISTS twin",
            "CREATE TABLE twin (y int PRIMARY KEY)");
    try (Connection connection = database().connect()) {
      assertThat(dialect().primaryKey(connection, TableName.of("twin")))
          .containsExactly(Identifier.of("y"));
      assertThat(dialect().primaryKey(connection, TableName.of("other", "twin")))
          .containsExactly(Identifier.of("x"));
    }
    database().execute("DROP SCHEMA other CASCADE");
  }

  @Test
  void anEngineIsKnownByARelationThatOnlyItHas() throws SQLException {
    database()
        .execute(
            "CREATE SCHEMA rds_aurora",
            "CREATE VIEW rds_aurora.limitless_subclusters AS SELECT 1 AS subcluster_id");
    try (Connection connection = database().connect()) {
      assertThat(DistributedEngine.of(connection)).isEqualTo(DistributedEngine.AURORA_LIMITLESS);
    }
    database().execute("DROP SCHEMA rds_aurora CASCADE");
  }

  @Test
  void aUniqueIndexOverSomeRowsOrAnExpressionIsNoKey() throws SQLException {
    database()
        .execute(
            "DROP TABLE IF EXISTS partial",
            "CREATE TABLE partial (a int NOT NULL, b int NOT NULL)",
            "CREATE UNIQUE INDEX ON partial (a) WHERE b > 0",
            "CREATE UNIQUE INDEX ON partial (abs(b))",
            "CREATE INDEX ON partial (b)");
    try (Connection connection = database().connect()) {
      assertThat(
              dialect()
                  .isUnique(
                      connection,
                      TableName.of("partial"),
                      List.of(Identifier.of("a"), Identifier.of("b"))))
          .isFalse();
    }
  }
}
