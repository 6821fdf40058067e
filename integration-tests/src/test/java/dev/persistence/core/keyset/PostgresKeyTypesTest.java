package dev.persistence.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.PersistenceException;
import dev.persistence.core.TestDatabase;
import dev.persistence.core.sql.Identifier;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

  @Test
  void rowsOfInheritingTablesAreNotVouchedForByTheParentsKey() throws SQLException {
    Walked walked = new Walked(database());
    database().execute("DROP TABLE IF EXISTS walked_too");
    walked.create("id int PRIMARY KEY");
    database()
        .execute(
            "CREATE TABLE walked_too () INHERITS (walked)",
            "INSERT INTO walked_too (id) SELECT 1 FROM generate_series(1, 20)");
    assertThatThrownBy(() -> walked.walkAndCount(walked.walker()))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("two rows may have the same values in [id]");
    database().execute("DROP TABLE walked_too");
    assertThat(walked.walkAndCount(walked.walker())).isEmpty();
  }

  @Test
  void partitionsAreVouchedForByTheirParentsKey() throws SQLException {
    Walked walked = new Walked(database());
    database()
        .execute(
            "DROP TABLE IF EXISTS walked",
            "CREATE TABLE walked (visits int NOT NULL DEFAULT 0, id int PRIMARY KEY)"
                + " PARTITION BY HASH (id)",
            "CREATE TABLE walked_0 PARTITION OF walked FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
            "CREATE TABLE walked_1 PARTITION OF walked FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
            "INSERT INTO walked (id) SELECT generate_series(1, 50)");
    assertThat(walked.walkAndCount(walked.walker())).hasSize(50);
  }

  @Test
  void anIndexThatTellsMoreApartThanItsColumnIsNoKey() throws SQLException {
    Walked walked = new Walked(database());
    database()
        .execute(
            "DROP TABLE IF EXISTS walked",
            "CREATE COLLATION IF NOT EXISTS no_case"
                + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
    walked.create("k text COLLATE no_case NOT NULL, l text NOT NULL");
    database()
        .execute(
            "CREATE UNIQUE INDEX ON walked (k COLLATE \"C\")",
            "CREATE UNIQUE INDEX ON walked (l COLLATE \"C\")");
    assertThatThrownBy(() -> walked.walkAndCount(walked.walker().key(Identifier.of("k"))))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("two rows may have the same values in [k]");
    assertThat(walked.walkAndCount(walked.walker().key(Identifier.of("l")))).isEmpty();
  }

  @Override
  List<String> refusedTypes() {
    return List.of("money", "inet");
  }
}
