package dev.persistence.routing.internal.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {

  private final Classifier postgres = new Classifier(SqlSyntax.POSTGRES, KnownFunctions.NONE);

  @ParameterizedTest
  @MethodSource("dev.persistence.routing.internal.classifier.PostgresStatements#all")
  void statementGetsItsVerdict(PostgresStatements.Case one) {
    assertThat(postgres.classify(one.sql())).isEqualTo(one.verdict());
    assertThat(postgres.classify(new String(one.sql()))).as("again").isEqualTo(one.verdict());
  }

  @Test
  void tableHasAtLeast120Statements() {
    assertThat(PostgresStatements.written())
        .hasSizeGreaterThanOrEqualTo(120)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ";", "-- nothing", "/* nothing */", "(", ")", "((", "?"})
  void nothingIsNoRead(String sql) {
    assertThat(postgres.classify(sql).isRead()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'a",
        "select \"a",
        "select $$a",
        "select $a$ $b$",
        "select /* a",
        "select E'a\\'",
        "select /* /* */ 1",
        "select 1; 'a",
        "'",
        "$$",
        "/*"
      })
  void openQuoteOrCommentIsNoRead(String sql) {
    assertThat(postgres.classify(sql)).isEqualTo(Verdict.UNTERMINATED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1from item for update",
        "select 1from",
        "select \\n",
        "select \u0000",
        "select 1\u0007",
        "{call work()}",
        "{? = call touch()}",
        "select $a",
        "select {x}",
        "selec",
        "select(touch())"
      })
  void textThatIsOddIsNoRead(String sql) {
    assertThat(postgres.classify(sql).isRead()).isFalse();
  }

  @Test
  void placeholdersAndEscapesOfJdbcAreUnderstood() {
    for (String read :
        List.of(
            "select * from item where id = ? and name = $1",
            "select {fn lower(?)}, {d '2020-01-01'}, {ts '2020-01-01 00:00:00'}, {t '00:00:00'}",
            "select * from {oj item a left outer join item b on a.id = b.id}",
            "select 1 from item where name like ? {escape '\\'} and id = 1",
            "select data ??| array['a'] from item")) {
      assertThat(postgres.classify(read)).as(read).isEqualTo(Verdict.READ);
    }
    assertThat(postgres.classify("select {fn nextval('numbers')}")).isEqualTo(Verdict.WRITE);
    assertThat(postgres.classify("select {call touch()}").isRead()).isFalse();
  }

  /** With {@code standard_conforming_strings = off} these texts delete. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select '\\'; delete from item; --'",
        "select 'a\\'' || '; delete from item; select '",
        "select '\\' for update --'",
      })
  void textThatReadsOnlyWithUsualBackslashesIsNoRead(String sql) {
    assertThat(postgres.classify(sql).isRead()).as(sql).isFalse();
  }

  @Test
  void longTextIsJudgedButNotRemembered() {
    String padding = "/*" + "x".repeat(5_000) + "*/";
    assertThat(postgres.classify("select 1" + padding)).isEqualTo(Verdict.READ);
    assertThat(postgres.classify(padding + "delete from item")).isEqualTo(Verdict.WRITE);
  }

  /** Far more texts than the cache has slots: every verdict stays the text's own. */
  @Test
  void verdictsOfManyTextsAreNeverMixedUp() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 10_000; i++) {
        assertThat(postgres.classify("select " + i)).isEqualTo(Verdict.READ);
        assertThat(postgres.classify("delete " + i)).isEqualTo(Verdict.WRITE);
      }
    }
  }

  @Test
  void textsWithEqualHashesGetTheirOwnVerdicts() {
    String read = "select 'Aa', 1";
    String lock = "select 'BB', 1";
    assertThat(read.hashCode()).isEqualTo(lock.hashCode());

    assertThat(postgres.classify(read)).isEqualTo(Verdict.READ);
    assertThat(postgres.classify("Aa").isRead()).isFalse();
    assertThat(postgres.classify(lock)).isEqualTo(Verdict.READ);
    assertThat(postgres.classify("BB").isRead()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void noTextMakesItThrow(SqlSyntax syntax) {
    Classifier classifier = new Classifier(syntax, KnownFunctions.NONE);
    SeededRandom.forAll(
        20_000,
        random -> {
          String bytes = new String(random.bytes(200), StandardCharsets.ISO_8859_1);
          assertThat(classifier.judge(bytes)).isNotNull();
          assertThat(classifier.judge("select " + bytes)).isNotNull();
          assertThat(classifier.judge(pieces(random))).isNotNull();
        });
  }

  private static final List<String> PIECES =
      List.of(
          "select",
          "with",
          "recursive",
          "x",
          "as",
          "(",
          ")",
          ",",
          ";",
          ".",
          "::",
          "'",
          "''",
          "\"",
          "`",
          "$$",
          "$a$",
          "$1",
          "e'",
          "U&\"",
          "\\",
          "\\'",
          "--",
          "#",
          "\n",
          "/*",
          "*/",
          "/*!",
          "for",
          "update",
          "explain",
          "create",
          "temp",
          "insert",
          "1",
          "1e",
          "0x",
          "{fn",
          "}",
          "@",
          ":=",
          "nextval",
          "pg_catalog",
          " ",
          "é");

  /** A text of what the lexer looks for, in any order. */
  private static String pieces(SeededRandom random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.between(0, 40); left > 0; left--) {
      text.append(random.pick(PIECES)).append(random.chance(0.5) ? " " : "");
    }
    return text.toString();
  }

  /**
   * Whatever surrounds it, a writing statement is found as long as it is not quoted: no random
   * prefix of names and brackets hides it.
   */
  @Test
  void noRandomStatementBeforeItHidesAWrite() {
    SeededRandom.forAll(
        20_000,
        random -> {
          String sql =
              pieces(random).replaceAll("['\"`$\\\\]|--|#|/\\*", " ") + "; delete from item";
          assertThat(postgres.judge(sql).isRead()).as(sql).isFalse();
        });
  }

  /**
   * Eight times the text, at most four times that in time; each text makes one rule of the lexer
   * work as hard as it can.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(", ")", "a", "a(", "'", "''", "\\'", "$", "$a", "$a$", "/*", "*/", "/*/", "--\n", "-",
        "\"", "1", "1.", "1e+1", "select(", "with a(", "a.", "a,", ";", "for ", "é", "E'", "`", "{",
        "@"
      })
  void timeGrowsWithTheLengthAlone(String piece) {
    for (SqlSyntax syntax : SqlSyntax.values()) {
      Classifier classifier = new Classifier(syntax, KnownFunctions.NONE);
      String small = "select " + piece.repeat(131_072 / piece.length());
      String large = "select " + piece.repeat(1_048_576 / piece.length());
      long ofSmall = Math.max(200_000, fastest(classifier, small));
      long ofLarge = fastest(classifier, large);
      assertThat(ofLarge).as("%s %s: %d", syntax, piece, ofSmall).isLessThan(32 * ofSmall);
    }
  }

  /** Processor time, so that other processes do not count; the least of several runs. */
  private static long fastest(Classifier classifier, String sql) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 7; i++) {
      long start = threads.getCurrentThreadCpuTime();
      classifier.judge(sql);
      fastest = Math.min(fastest, threads.getCurrentThreadCpuTime() - start);
    }
    return fastest;
  }
}
