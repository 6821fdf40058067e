package dev.persistence.migrate.internal.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where a token begins and ends on each database; a text that is not closed is one up to its end.
 */
class LexerTest {

  private static String read(String sql, boolean mySql) {
    List<Token> tokens = Lexer.tokens(sql, mySql);
    return tokens.stream()
        .map(token -> token.kind().name().charAt(0) + ":" + token.text())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        // Of each text PostgreSQL's tokens, then those of MySQL if they are others.
        "a_1$ + 2.5e3x       | W:a_1$ S:+ N:2.5e3x |",
        "'it''s' b           | L:'it''s' W:b |",
        "'a\\' b             | L:'a\\' W:b | L:'a\\' b",
        "'a\\\\' b           | L:'a\\\\' W:b |",
        "e'a\\' b' c         | L:e'a\\' b' W:c |",
        "E'a\\                 | L:E'a\\ |",
        "x'1' b'1' N'a\\' c  | L:x'1' L:b'1' L:N'a\\' W:c | L:x'1' L:b'1' L:N'a\\' c",
        "z'a' ex'a'          | W:z L:'a' W:ex L:'a' |",
        "e e                 | W:e W:e |",
        "\"A\"\"b\" c        | N:A\"b W:c | L:\"A\"\"b\" W:c",
        "`a``b` c            | S:` W:a S:` S:` W:b S:` W:c | N:a`b W:c",
        "`a\\` c             | S:` W:a S:\\ S:` W:c | N:a\\ W:c",
        "\"a                 | N:a | L:\"a",
        "'                   | L:' |",
        "a -- b              | W:a C:-- b |",
        "a # b               | W:a S:# W:b | W:a C:# b",
        "a - b / c           | W:a S:- W:b S:/ W:c |",
        "/* a /* b */ c */ d | C:/* a /* b */ c */ W:d | C:/* a /* b */ W:c W:d",
        "/* a */ /* b        | C:/* a */ C:/* b |",
        "/*!50003 a */ b     | C:/*!50003 a */ W:b | W:a W:b",
        "/*M!100100 a*/      | C:/*M!100100 a*/ | W:a",
        "/*!99               | C:/*!99 | ^^",
        "$$ a $$ b           | L:$$ a $$ W:b | S:$ S:$ W:a S:$ S:$ W:b",
        "$x_1$ $$ $x_1$ b    | L:$x_1$ $$ $x_1$ W:b | S:$ W:x_1$ S:$ S:$ S:$ W:x_1$ W:b",
        "$a$ b               | L:$a$ b | S:$ W:a$ W:b",
        "$a b$               | S:$ W:a W:b$ |",
        "$1 + $              | S:$ N:1 S:+ S:$ |",
        "${a.b} c            | W:${a.b} W:c |",
        "${a                 | W:${a |",
        "größe               | W:größe |",
      })
  void textIsCut(String sql, String postgreSql, String mySql) {
    assertThat(read(sql, false)).isEqualTo(postgreSql);
    assertThat(read(sql, true)).isEqualTo(mySql == null ? postgreSql : mySql);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void commentsEndWithTheirLineAndBlanksSeparate(boolean mySql) {
    assertThat(read("\uFEFFa--b\nc\t\r\n d", mySql)).isEqualTo("W:a C:--b W:c W:d");
  }
}
