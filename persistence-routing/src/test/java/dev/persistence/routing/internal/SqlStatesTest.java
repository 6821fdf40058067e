package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which answers say that a server is not the primary. */
class SqlStatesTest {

  @ParameterizedTest
  @CsvSource({
    "25006, 0, true", // PostgreSQL: a standby, or a read-only transaction
    "HY000, 1290, true", // MySQL and MariaDB: read_only
    "HY000, 1836, true", // MySQL: innodb_read_only
    "25006, 1792, true", // MySQL and MariaDB: a read-only transaction
    "HY000, 1036, false", // MySQL and MariaDB: one read-only table
    "40001, 1213, false",
    "23000, 1062, false",
  })
  void serverThatTakesNoWritesIsKnownByItsAnswer(String state, int code, boolean readOnly) {
    SQLException failure = new SQLException("refused", state, code);
    assertThat(SqlStates.isReadOnlyServer(failure)).isEqualTo(readOnly);
  }
}
