package dev.persistence.migrate.internal.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which semicolons of MySQL's routines end a statement, and which other marks do. */
class SplitterTest {

  private static final String TRIGGER = "CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        TRIGGER + "SET NEW.v = 1",
        TRIGGER + "SET NEW.end = 1",
        TRIGGER + "BEGIN SET NEW.v = IF(NEW.v, 1, 2); SET NEW.w = 1; END",
        TRIGGER + "BEGIN IF NEW.v THEN SET NEW.v = 1; END IF; SET NEW.w = 1; END",
        TRIGGER + "BEGIN WHILE NEW.v DO SET NEW.v = 0; END WHILE; SET NEW.w = 1; END",
        TRIGGER + "BEGIN LOOP SET NEW.v = 0; END LOOP; REPEAT SET NEW.v = 1; END REPEAT; END",
        TRIGGER + "BEGIN CASE NEW.v WHEN 1 THEN SET NEW.v = 0; END CASE; SET NEW.w = 1; END",
        TRIGGER + "BEGIN SET NEW.v = CASE WHEN 1 THEN 2 END; BEGIN SET NEW.w = 1; END; END",
        "CREATE PROCEDURE IF NOT EXISTS p() BEGIN SELECT 1; SELECT 2; END",
        "CREATE DEFINER = `ada`@`%` EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; END",
        "CREATE TABLE a (begin int, v int)",
        "CREATE TABLE a (v int) COMMENT = 'CREATE PROCEDURE p() BEGIN'",
        "SELECT 1 AS begin",
      })
  void statementEndsBehindItsBlocks(String first) {
    assertThat(SqlText.statements(first + ";\nSELECT 3;", true)).containsExactly(first, "SELECT 3");
  }

  @Test
  void changesetAndDelimiterEndStatementsToo() {
    String text =
        """
        --changeset ada:1 endDelimiter:/
        SELECT ';' / SELECT 2
        --changeset ada:2
        SELECT 3; SELECT 4
        """;
    assertThat(Splitter.split(text, false, true))
        .extracting(SqlStatement::text)
        .containsExactly("SELECT ';'", "SELECT 2", "SELECT 3", "SELECT 4");
    assertThat(SqlText.statements("DELIMITER //\nSELECT 1; // SELECT 2//\nDELIMITER\nX; Y", true))
        .containsExactly("SELECT 1;", "SELECT 2", "X", "Y");
  }
}
