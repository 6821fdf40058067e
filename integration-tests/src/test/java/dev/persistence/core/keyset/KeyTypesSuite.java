package dev.persistence.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.PersistenceException;
import dev.persistence.core.TestDatabase;
import dev.persistence.core.sql.Identifier;
import dev.persistence.testkit.SeededRandom;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which keys a walk follows exactly, and which it refuses, on a real server. */
abstract class KeyTypesSuite {

  private static final int ROWS = 120;
  private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 29, 12, 0);

  abstract TestDatabase database();

  /** Types of this engine alone that order as they compare, with values. */
  abstract Map<String, Function<SeededRandom, Object>> furtherTypes();

  /** Types of this engine alone that cannot be followed. */
  abstract List<String> refusedTypes();

  @SuppressWarnings("NullAway.Init")
  private Walked walked;

  @BeforeEach
  void prepare() {
    walked = new Walked(database());
  }

  private void assertWalked(String type, Function<SeededRandom, Object> value) throws SQLException {
    walked.create("k " + type + " NOT NULL, PRIMARY KEY (k)");
    SeededRandom random = SeededRandom.of(type.hashCode());
    String insert =
        database().isPostgreSql()
            ? "INSERT INTO walked (k) VALUES (CAST(? AS "
                + type.replaceAll(" COLLATE.*", "")
                + ")) ON CONFLICT DO NOTHING"
            : "INSERT IGNORE INTO walked (k) VALUES (?)";
    try (Connection connection = database().connect();
        PreparedStatement statement = connection.prepareStatement(insert)) {
      for (int i = 0; i < ROWS; i++) {
        statement.setObject(1, value.apply(random));
        statement.executeUpdate();
      }
    }
    List<KeysetCursor> keys = walked.walkAndCount(walked.walker());
    assertThat(walked.rows()).as(type).isGreaterThan(2L * Walked.SMALL_BATCH);
    assertThat(walked.rowsVisited(1)).as(type).isEqualTo(walked.rows()).isEqualTo(keys.size());
    assertThat(new HashSet<>(keys)).as(type).hasSameSizeAs(keys);
  }

  @Test
  void wholeNumbersAreFollowed() throws SQLException {
    assertWalked("smallint", random -> random.between(Short.MIN_VALUE, Short.MAX_VALUE));
    assertWalked("int", random -> random.between(Integer.MIN_VALUE, Integer.MAX_VALUE));
    assertWalked("bigint", SeededRandom::nextLong);
  }

  @Test
  void decimalsAreFollowed() throws SQLException {
    assertWalked("decimal(30,10)", random -> BigDecimal.valueOf(random.nextLong(), 9));
  }

  @Test
  void textIsFollowedUnderItsColumnsCollation() throws SQLException {
    assertWalked("varchar(60)" + database().sql("", " CHARACTER SET utf8mb4"), r -> r.text(40));
    assertWalked("char(30)" + database().sql("", " CHARACTER SET utf8mb4"), r -> r.text(20));
  }

  @Test
  void timesAreFollowed() throws SQLException {
    assertWalked("date", random -> LocalDate.EPOCH.plusDays(random.between(-9_000, 20_000)));
    assertWalked(
        database().sql("timestamp", "datetime(6)"),
        random ->
            NOON.plusNanos(random.between(-1_000_000, 1_000_000) * 1_000_003L / 1_000 * 1_000));
  }

  @Test
  void bytesAreFollowed() throws SQLException {
    assertWalked(database().sql("bytea", "varbinary(40)"), random -> random.bytes(40));
  }

  @Test
  void theEnginesOwnTypesAreFollowed() throws SQLException {
    for (Map.Entry<String, Function<SeededRandom, Object>> type : furtherTypes().entrySet()) {
      assertWalked(type.getKey(), type.getValue());
    }
  }

  @Test
  void compositeKeysAreFollowed() throws SQLException {
    walked.create(
        "tenant smallint NOT NULL, code varchar(10) NOT NULL, n bigint NOT NULL,"
            + " PRIMARY KEY (tenant, code, n)");
    insertComposite(SeededRandom.of(5));
    List<KeysetCursor> keys = walked.walkAndCount(walked.walker());
    assertThat(keys.get(0).columns())
        .containsExactly(Identifier.of("tenant"), Identifier.of("code"), Identifier.of("n"));
    assertThat(walked.rowsVisited(1)).isEqualTo(walked.rows()).isGreaterThan(300);
  }

  private void insertComposite(SeededRandom random) throws SQLException {
    String insert =
        database()
            .sql(
                "INSERT INTO walked (tenant, code, n) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                "INSERT IGNORE INTO walked (tenant, code, n) VALUES (?, ?, ?)");
    try (Connection connection = database().connect();
        PreparedStatement statement = connection.prepareStatement(insert)) {
      for (int i = 0; i < 600; i++) {
        statement.setInt(1, random.between(1, 3));
        statement.setString(2, random.pick(List.of("a", "b", "C", "ä", "")));
        statement.setLong(3, random.between(-50, 50));
        statement.executeUpdate();
      }
    }
  }

  @Test
  void aWalkMayBeginAndEndAtTheFirstColumnsOfTheKey() throws SQLException {
    walked.create(
        "tenant smallint NOT NULL, code varchar(10) NOT NULL, n bigint NOT NULL,"
            + " PRIMARY KEY (tenant, code, n)");
    insertComposite(SeededRandom.of(6));
    walked.walkAndCount(
        walked.walker().after(Walked.at("tenant", 1)).until(Walked.at("tenant", 2)));
    assertThat(walked.rowsVisited(1))
        .isEqualTo(database().number("SELECT COUNT(*) FROM walked WHERE tenant = 2"))
        .isPositive();
    assertThat(database().number("SELECT SUM(visits) FROM walked WHERE tenant <> 2")).isZero();
  }

  @Test
  void namedColumnsMustBeUniqueAndNotNull() throws SQLException {
    walked.create("a int NOT NULL, b int NOT NULL, c int UNIQUE, d int PRIMARY KEY");
    database().execute("INSERT INTO walked (a, b, c, d) VALUES (1, 1, 1, 1), (1, 2, 2, 2)");
    assertThatThrownBy(() -> walked.walkAndCount(walked.walker().key(Identifier.of("a"))))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("two rows may have the same values in [a]");
    assertThatThrownBy(() -> walked.walkAndCount(walked.walker().key(Identifier.of("c"))))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("column \"c\" may hold NULL");
    assertThat(walked.walkAndCount(walked.walker().key(Identifier.of("a"), Identifier.of("d"))))
        .hasSize(2);
  }

  @Test
  void aTableWithoutAKeyIsRefused() throws SQLException {
    walked.create("a int NOT NULL");
    assertThatThrownBy(() -> walked.walkAndCount(walked.walker()))
        .isInstanceOf(PersistenceException.class)
        .hasMessage(
            "The table \"walked\" cannot be walked: it has no primary key. Add one, or name columns"
                + " that are unique.");
  }

  @Test
  void typesWhoseOrderCannotBeFollowedAreRefused() throws SQLException {
    List<String> types = new ArrayList<>(refusedTypes());
    types.add("double precision");
    types.add(database().sql("boolean", "time"));
    for (String type : types) {
      walked.create("k " + type + " NOT NULL, PRIMARY KEY (k)");
      assertThatThrownBy(() -> walked.walkAndCount(walked.walker()))
          .as(type)
          .isInstanceOf(PersistenceException.class)
          .hasMessageContaining("whose order cannot be followed");
    }
  }

  @Test
  void aPositionInAnotherKeyIsRefused() throws SQLException {
    walked.create("id int PRIMARY KEY");
    for (KeysetCursor wrong :
        List.of(
            Walked.at("other", 1),
            Walked.at("id", "1"),
            KeysetCursor.of(List.of(Identifier.of("id"), Identifier.of("n")), List.of(1, 1)))) {
      assertThatThrownBy(() -> walked.walkAndCount(walked.walker().after(wrong)))
          .isInstanceOf(PersistenceException.class)
          .hasMessageContaining("the key is (id INTEGER)");
      assertThatThrownBy(() -> walked.walkAndCount(walked.walker().until(wrong)))
          .isInstanceOf(PersistenceException.class);
    }
  }

  /** A moment with microseconds and an offset. */
  static OffsetDateTime moment(SeededRandom random) {
    return NOON.plusSeconds(random.between(-100_000, 100_000))
        .plusNanos(random.between(0, 999_999) * 1_000L)
        .atOffset(ZoneOffset.ofHours(random.between(-12, 12)));
  }

  /** A uuid as RFC 9562 has it; MariaDB takes no other, and orders versions differently. */
  static UUID uuid(SeededRandom random) {
    long version = random.between(1, 7);
    return new UUID(
        (random.nextLong() & ~0xf000L) | (version << 12),
        (random.nextLong() >>> 2) | Long.MIN_VALUE);
  }
}
