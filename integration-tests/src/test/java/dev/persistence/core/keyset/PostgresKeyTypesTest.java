package dev.persistence.core.keyset;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

@WithPostgres
class PostgresKeyTypesTest extends KeyTypesSuite {

  private static final List<String> MOODS =
      IntStream.range(0, 60).mapToObj(i -> "mood" + (i * 37 % 60)).toList();

  @SuppressWarnings("NullAway.Init") // Injected.
  private PostgresCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.postgreSql(servers.primary().jdbcUrl());
  }

  @BeforeEach
  void createTypes() throws SQLException {
    String moods = "'" + String.join("', '", MOODS) + "'";
    database()
        .execute(
            "DROP TABLE IF EXISTS walked",
            "DROP TYPE IF EXISTS \"Mood\" CASCADE",
            "CREATE TYPE \"Mood\" AS ENUM (" + moods + ")");
  }

  @Override
  Map<String, Function<SeededRandom, Object>> furtherTypes() {
    return Map.of(
        "uuid",
        KeyTypesSuite::uuid,
        "timestamptz",
        KeyTypesSuite::moment,
        "\"Mood\"",
        random -> random.pick(MOODS),
        "text COLLATE \"und-x-icu\"",
        random -> random.text(40),
        "bpchar",
        random -> random.text(20));
  }

  @Override
  List<String> refusedTypes() {
    return List.of("money", "inet");
  }
}
