package dev.persistence.migrate.lint;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each statement of the table with its rule, for a version of MySQL and one of MariaDB. */
class MySqlStatementsTest {

  @ParameterizedTest
  @CsvSource({"MYSQL, 8.0.33", "MARIADB, 11.4.2"})
  void eachStatementHasItsRule(ServerVersion.Product product, String version) {
    ServerVersion server =
        product == ServerVersion.Product.MYSQL
            ? ServerVersion.mySql(version)
            : ServerVersion.mariaDb(version);
    SoftAssertions softly = new SoftAssertions();
    for (LintCase one : MySqlStatements.all(server)) {
      softly.assertThat(one.linted(server, MySqlStatements.SETUP)).isEqualTo(one);
    }
    softly.assertAll();
  }
}
