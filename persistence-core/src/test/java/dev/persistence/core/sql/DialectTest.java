package dev.persistence.core.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.FakeDatabase;
import dev.persistence.core.PersistenceException;
import dev.persistence.core.sql.Dialect.KeyComparison;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectTest {

  private static final Dialect POSTGRESQL = Dialect.postgreSql();
  private static final Dialect MYSQL = Dialect.mySql();
  private static final Dialect MARIADB = Dialect.mariaDb();

  private static Dialect named(String name) {
    return List.of(POSTGRESQL, MYSQL, MARIADB, TiDbDialect.TIDB, VitessDialect.VITESS).stream()
        .filter(dialect -> dialect.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "PostgreSQL, 18.6, PostgreSQL",
    "MySQL, 8.0.33, MySQL",
    "MySQL, 11.4.5-MariaDB, MariaDB",
    "MySQL, 5.5.5-10.6.7-MARIADB-log, MariaDB",
    "MariaDB, 11.4.5, MariaDB",
    "MySQL, 8.0.11-TiDB-v8.5.1, TiDB",
    "MySQL, 8.0.30-Vitess, Vitess"
  })
  void theDatabaseIsKnownByProductAndVersion(String product, String version, String name)
      throws SQLException {
    assertThat(Dialect.detect(new FakeDatabase(product, version).connection())).hasToString(name);
  }

  @Test
  void anUnknownDatabaseIsRejected() {
    assertThatThrownBy(() -> Dialect.detect(new FakeDatabase("Oracle", "23").connection()))
        .isInstanceOf(PersistenceException.class)
        .hasMessage(
            "The database \"Oracle\" 23 cannot be used: its SQL and its error codes are not known"
                + " here. Use PostgreSQL, MySQL or MariaDB.");
  }

  @ParameterizedTest
  @CsvSource({
    "PostgreSQL, false, true, a NULLS FIRST",
    "PostgreSQL, true, false, a DESC NULLS LAST",
    "MySQL, false, true, 'a IS NULL DESC, a'",
    "MySQL, true, false, 'a IS NULL, a DESC'",
    "MariaDB, true, true, 'a IS NULL DESC, a DESC'"
  })
  void nullsComeWhereTheyAreAskedFor(
      String dialect, boolean descending, boolean nullsFirst, String term) {
    assertThat(named(dialect).orderTerm("a", descending, nullsFirst)).isEqualTo(term);
  }

  @Test
  void textIsComparedByItsCodePoints() {
    assertThat(POSTGRESQL.byCodePoints("a")).isEqualTo("a COLLATE \"C\"");
    assertThat(POSTGRESQL.extremeByCodePoints("MAX", "a")).isEqualTo("MAX(a COLLATE \"C\")");
    String bytes = "CAST(CONVERT(a USING utf8mb4) AS BINARY)";
    assertThat(MARIADB.byCodePoints("a")).isEqualTo(bytes);
    assertThat(MARIADB.extremeByCodePoints("MIN", "a"))
        .as("text again")
        .isEqualTo("CONVERT(MIN(" + bytes + ") USING utf8mb4)");
  }

  @Test
  void cursorsKeepFewRowsInMemory() {
    assertThat(POSTGRESQL.cursorFetchSize(100)).isEqualTo(100);
    assertThat(MYSQL.cursorFetchSize(100)).as("row by row").isEqualTo(Integer.MIN_VALUE);
  }

  @Test
  void quotationMarksInNamesAreDoubled() {
    Identifier name = Identifier.of("a\"b`c");
    assertThat(POSTGRESQL.quote(name)).isEqualTo("\"a\"\"b`c\"");
    assertThat(MYSQL.quote(name)).isEqualTo("`a\"b``c`");
    assertThat(POSTGRESQL.quote(TableName.of("s.1", "t"))).isEqualTo("\"s.1\".\"t\"");
    assertThat(MARIADB.quote(TableName.of("t"))).isEqualTo("`t`");
    assertThat(MARIADB.quote(List.of(Identifier.of("b"), Identifier.of("a"))))
        .isEqualTo("`b`, `a`");
  }

  @Test
  void postgreSqlCountsBytes() {
    assertThat(POSTGRESQL.quote(Identifier.of("名".repeat(21)))).hasSize(23);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POSTGRESQL.quote(Identifier.of("名".repeat(22))))
        .withMessageEndingWith("has 66 bytes; allowed by PostgreSQL: at most 63");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POSTGRESQL.quote(Identifier.of("x".repeat(64))));
  }

  @Test
  void mySqlCountsCharacters() {
    assertThat(MYSQL.quote(Identifier.of("名".repeat(64)))).hasSize(66);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MARIADB.quote(Identifier.of("x".repeat(65))))
        .withMessageEndingWith("has 65 characters; allowed by MariaDB: at most 64");
  }

  @Test
  void mySqlRefusesWhatItWouldStoreAsAnotherName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MYSQL.quote(Identifier.of("a😀")))
        .withMessageContaining("U+FFFF");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MYSQL.quote(Identifier.of("a ")))
        .withMessageEndingWith("ends with a space; allowed by MySQL: no space at the end");
    assertThat(POSTGRESQL.quote(Identifier.of("a😀 "))).isEqualTo("\"a😀 \"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{fn price}",
        "x{ FN now()}",
        "{oj",
        "{call x",
        "{?= x",
        "{escape '|'}",
        "{d '2020-01-01'}",
        "{ts\t'2020-01-01 10:00:00'}"
      })
  void mySqlRefusesWhatItsDriverWouldTakeForAnEscape(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MARIADB.quote(Identifier.of(name)))
        .withMessageContaining("has a JDBC escape, for which the driver would put other text");
    assertThat(POSTGRESQL.quote(Identifier.of(name))).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{d}", "{", "{date}", "fn {}", "{x fn}"})
  void mySqlTakesOtherBraces(String name) {
    assertThat(MARIADB.quote(Identifier.of(name))).isEqualTo("`" + name + "`");
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void nullIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> MYSQL.classify(null));
    assertThatIllegalArgumentException().isThrownBy(() -> Dialect.classifyUnknown(null));
    assertThatIllegalArgumentException().isThrownBy(() -> Dialect.isRollbackOnly(null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MYSQL.quote(Arrays.asList((Identifier) null)))
        .withMessage("identifiers contains null; allowed: no null");
    assertThatIllegalArgumentException().isThrownBy(() -> SqlFragment.of("a").and(null));
  }

  @ParameterizedTest
  @CsvSource({
    "PostgreSQL, 40001, 0, SERIALIZATION_FAILURE",
    "PostgreSQL, 40P01, 0, DEADLOCK",
    "PostgreSQL, 55P03, 0, LOCK_TIMEOUT",
    "PostgreSQL, 57P01, 0, CONNECTION_LOST",
    "PostgreSQL, 08006, 0, CONNECTION_LOST",
    "PostgreSQL, 08P01, 0, OTHER",
    "PostgreSQL, 25006, 0, READ_ONLY",
    "PostgreSQL, 23505, 0, UNIQUE_VIOLATION",
    "PostgreSQL, 23503, 0, OTHER",
    "PostgreSQL, 57014, 0, OTHER",
    "MySQL, 40001, 1213, DEADLOCK",
    "MySQL, HY000, 1205, LOCK_TIMEOUT",
    "MySQL, HY000, 3572, LOCK_TIMEOUT",
    "MySQL, HY000, 1836, READ_ONLY",
    "MySQL, 25006, 1792, READ_ONLY",
    "MySQL, 23000, 1062, UNIQUE_VIOLATION",
    "MySQL, 23000, 1452, OTHER",
    "MySQL, HY000, 2013, CONNECTION_LOST",
    "MySQL, 08004, 1040, CONNECTION_LOST",
    "MySQL, 08S01, 0, CONNECTION_LOST",
    "MySQL, HY000, 1020, OTHER",
    "MariaDB, HY000, 1020, SERIALIZATION_FAILURE",
    "MariaDB, 40001, 1213, DEADLOCK",
    "TiDB, HY000, 9007, SERIALIZATION_FAILURE",
    "TiDB, HY000, 8002, SERIALIZATION_FAILURE",
    "TiDB, HY000, 8005, SERIALIZATION_FAILURE",
    "TiDB, HY000, 8022, SERIALIZATION_FAILURE",
    "TiDB, HY000, 8028, SERIALIZATION_FAILURE",
    "TiDB, HY000, 8004, OTHER",
    "TiDB, 40001, 1213, DEADLOCK",
    "MySQL, HY000, 9007, OTHER",
    "Vitess, 40001, 1213, DEADLOCK",
    "Vitess, 70100, 1317, OTHER"
  })
  void failuresAreClassified(String engine, String state, int code, FailureKind kind) {
    assertThat(named(engine).classify(new SQLException("no", state, code))).isEqualTo(kind);
  }

  @Test
  void onlyTheReadOnlyOptionOf1290MeansReadOnly() {
    String format = "The MySQL server is running with the %s option so it cannot execute this";
    assertThat(MYSQL.classify(new SQLException(format.formatted("--read-only"), "HY000", 1290)))
        .isEqualTo(FailureKind.READ_ONLY);
    assertThat(
            MYSQL.classify(new SQLException(format.formatted("--secure-file-priv"), "HY000", 1290)))
        .isEqualTo(FailureKind.OTHER);
  }

  @Test
  void causesAndChainedFailuresCount() {
    SQLException deadlock = new SQLException("no", "40P01");
    SQLException wrapped = new SQLException("wrapped", new IllegalStateException(deadlock));
    assertThat(POSTGRESQL.classify(wrapped)).isEqualTo(FailureKind.DEADLOCK);
    BatchUpdateException batch = new BatchUpdateException();
    batch.setNextException(deadlock);
    assertThat(POSTGRESQL.classify(batch)).isEqualTo(FailureKind.DEADLOCK);
  }

  @Test
  void aChainThatLeadsBackToItselfIsLeft() {
    SQLException first = new SQLException("first");
    SQLException second = new SQLException("second", first);
    first.initCause(second);
    assertThat(POSTGRESQL.classify(first)).isEqualTo(FailureKind.OTHER);
  }

  @Test
  void withoutADialectTheStandardsStatesCount() {
    assertThat(Dialect.classifyUnknown(new SQLException("no", "40001")))
        .isEqualTo(FailureKind.SERIALIZATION_FAILURE);
    assertThat(Dialect.classifyUnknown(new SQLTransientConnectionException("pool is empty")))
        .isEqualTo(FailureKind.CONNECTION_LOST);
    assertThat(Dialect.classifyUnknown(new SQLException("no"))).isEqualTo(FailureKind.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "PostgreSQL, 40001, 0, false",
    "PostgreSQL, 23503, 0, false",
    "PostgreSQL, P0001, 0, false",
    "PostgreSQL, 57P01, 0, true",
    "PostgreSQL, 08006, 0, true",
    "PostgreSQL, 40003, 0, true",
    "PostgreSQL, , 0, true",
    "MySQL, 40001, 1213, false",
    "MySQL, 40000, 3101, false",
    "MySQL, HY000, 1180, true",
    "MySQL, 08S01, 0, true",
    "MariaDB, HY000, 1020, false",
    "TiDB, HY000, 9007, false",
    "TiDB, HY000, 9005, true",
    "Vitess, 40001, 1213, true"
  })
  void onlyADefiniteAnswerToCommitIsTakenForNo(
      String engine, String state, int code, boolean unknown) {
    SQLException failure = new SQLException("no", state, code);
    assertThat(named(engine).mayHaveCommitted(failure)).isEqualTo(unknown);
  }

  @Test
  void aTimeoutOfCommitLeavesItOpen() {
    assertThat(POSTGRESQL.mayHaveCommitted(new SQLTimeoutException("late", "57014"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "UTC, true",
    "+00:00, true",
    "-05:30, true",
    "GMT, true",
    "CET, false",
    "Europe/Berlin, false",
    "SYSTEM, false",
    "null, false"
  })
  void onlyAFixedOffsetHasNoClockChanges(String zone, boolean fixed) {
    assertThat(MySqlDialect.hasNoClockChanges(zone)).isEqualTo(fixed);
  }

  @Test
  void postgreSqlComparesRows() {
    SqlFragment after = condition(POSTGRESQL, KeyComparison.AFTER);
    assertThat(after.sql()).isEqualTo("(\"a\", \"b\", \"c\") > (?, ?, ?)");
    assertThat(after.values()).containsExactly(1, 2, 3);
    assertThat(condition(POSTGRESQL, KeyComparison.UP_TO).sql()).contains(" <= ");
  }

  @Test
  void mySqlWritesTheComparisonOut() {
    SqlFragment upTo = condition(MYSQL, KeyComparison.UP_TO);
    assertThat(upTo.sql())
        .isEqualTo("((`a` < ?) OR (`a` = ? AND `b` < ?) OR (`a` = ? AND `b` = ? AND `c` <= ?))");
    assertThat(upTo.values()).containsExactly(1, 1, 2, 1, 2, 3);
    assertThat(condition(MARIADB, KeyComparison.AFTER).sql())
        .isEqualTo("((`a` > ?) OR (`a` = ? AND `b` > ?) OR (`a` = ? AND `b` = ? AND `c` > ?))");
  }

  private static SqlFragment condition(Dialect dialect, KeyComparison comparison) {
    return dialect.keyCondition(
        comparison,
        List.of(Identifier.of("a"), Identifier.of("b"), Identifier.of("c")),
        List.of("?", "?", "?"),
        List.of(1, 2, 3));
  }
}
