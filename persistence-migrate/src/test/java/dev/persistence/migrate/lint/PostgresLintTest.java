package dev.persistence.migrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Each statement of the table with its rule, on PostgreSQL. */
class PostgresLintTest {

  private static final ServerVersion SERVER = ServerVersion.postgreSql(18);

  @Test
  void eachStatementHasItsRule() {
    assertThat(PostgresStatements.all().size()).isGreaterThanOrEqualTo(60);
    SoftAssertions softly = new SoftAssertions();
    for (LintCase one : PostgresStatements.all()) {
      softly.assertThat(one.linted(SERVER, PostgresStatements.SETUP)).isEqualTo(one);
    }
    softly.assertAll();
  }
}
