package dev.persistence.migrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a lock that a transaction keeps. */
class LockHeldTest {

  private static final Lint POSTGRESQL = Lint.on(ServerVersion.postgreSql(18));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE a ADD v int",
        "CREATE TABLE x (a int REFERENCES a, up int REFERENCES x)",
        "CREATE TABLE x (v int); ALTER TABLE x ADD w int; ALTER TABLE a ADD v int",
        "CREATE INDEX ON a (v)",
        "CREATE TRIGGER b BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()",
        "DROP POLICY p ON a",
        "DROP TABLE a, b",
        "TRUNCATE ONLY a",
        "LOCK TABLE a IN SHARE MODE",
        "REFRESH MATERIALIZED VIEW a"
      })
  void lockThatIsHeldIsToldWithItsTable(String first) {
    List<LintedStatement> statements =
        POSTGRESQL.sql(first + ";\n\nALTER TABLE c VALIDATE CONSTRAINT k;").statements();
    assertThat(statements.get(statements.size() - 1).findings())
        .singleElement()
        .asString()
        .containsPattern("the \\w+ lock on a, taken in line 1,");
  }

  @Test
  void commitEndsTheTransactionOfTheTool() {
    String index = "CREATE INDEX CONCURRENTLY i ON a (v)";
    assertThat(POSTGRESQL.sql(index).isClean()).isFalse();
    assertThat(POSTGRESQL.sql("COMMIT;" + index).isClean()).isTrue();
    assertThat(POSTGRESQL.sql("COMMIT; BEGIN;" + index).isClean()).isFalse();
  }

  @Test
  void lockOnSomethingElseIsToldWithoutATable() {
    assertThat(POSTGRESQL.sql("DROP SCHEMA s; ALTER TABLE c VALIDATE CONSTRAINT k").toString())
        .contains("the ACCESS_EXCLUSIVE lock, taken in line 1,");
  }
}
