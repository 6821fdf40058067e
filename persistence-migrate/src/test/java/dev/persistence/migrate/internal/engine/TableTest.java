package dev.persistence.migrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which columns an expression may read, told by its text. */
class TableTest {

  private final Table table =
      new Table(
          TableName.of("t"),
          List.of(
              column("id"),
              column("name"),
              column("first_name"),
              column("Größe"),
              column("a b"),
              column("a\"b")),
          List.of(),
          false,
          false);

  private static Column column(String name) {
    return new Column(Identifier.of(name), "text", true, null, false, true, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "first_name || ' '            ; first_name",
        "first_name||name             ; name,first_name",
        "name                         ; name",
        "upper(NAME)                  ; name",
        "\"first_name\" || t.\"name\" ; name,first_name",
        "width + names + name_2 + my$name + 2 ;",
        "case when 1=1name then id end ; id,name",
        "length(größe)                ; Größe",
        "\"a b\"                      ; a b",
        "@name                        ; name",
        "upper(\"a\"\"b\")             ; a\"b",
        "midname || (name)            ; name",
      })
  void columnIsReadIfItsNameStandsThereByItself(String expression, String read) {
    assertThat(table.mentionedIn(expression))
        .extracting(column -> column.name().name())
        .containsExactlyElementsOf(read == null ? List.of() : List.of(read.split(",")));
  }
}
