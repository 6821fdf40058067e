package dev.persistence.migrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.Identifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which columns a trigger needs, told by its text. */
class TriggerCodeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "NEW.note := upper(NEW.name)   ; name     ; true",
        "IF old.Name <> 'x' THEN       ; name     ; true",
        "x := NEW . \"name\"           ; name     ; true",
        "NEW.\"na\"\"me\" := 1          ; na\"me    ; true",
        "NEW.größe := 1                ; Größe    ; true",
        "NEW.name := other.id          ; id       ; false",
        "NEW.first_name := NEW.names   ; name     ; false",
        "RENEW.name := 1               ; name     ; false",
        "INSERT INTO log VALUES (name) ; name     ; false",
      })
  void columnIsReadIfItStandsBehindTheRow(String text, String column, boolean read) {
    TriggerCode trigger = new TriggerCode("t", "f", text);
    assertThat(trigger.reads(Identifier.of(column))).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "DROP TRIGGER shouting ON person                   ; true",
        "CREATE OR REPLACE FUNCTION app.\"shout\"() RETURNS ; true",
        "drop function if exists shout()                   ; true",
        "DROP TRIGGER shouting_2 ON person                 ; false",
        "ALTER TABLE shout DROP COLUMN shouting            ; false",
      })
  void statementOnItIsToldByItsName(String statement, boolean meant) {
    assertThat(new TriggerCode("shouting", "shout", "").isMeantBy(statement)).isEqualTo(meant);
  }
}
