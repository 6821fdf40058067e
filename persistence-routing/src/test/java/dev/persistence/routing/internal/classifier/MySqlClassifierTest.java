package dev.persistence.routing.internal.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlClassifierTest {

  private final Classifier mySql = new Classifier(SqlSyntax.MYSQL, KnownFunctions.NONE);

  @ParameterizedTest
  @MethodSource("dev.persistence.routing.internal.classifier.MySqlStatements#all")
  void statementGetsItsVerdict(MySqlStatements.Case one) {
    assertThat(mySql.classify(one.sql())).isEqualTo(one.verdict());
  }

  /** With {@code NO_BACKSLASH_ESCAPES} these texts write or lock. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'it\\'s for update'",
        "select '\\' for update -- '",
        "select 'a\\'; delete from item; -- '"
      })
  void textThatReadsOnlyWithUsualBackslashesIsNoRead(String sql) {
    assertThat(mySql.classify(sql).isRead()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"select next value for s", "select s.nextval", "select nextval(s)"})
  void sequencesOfMariaDbWrite(String sql) {
    assertThat(mySql.classify(sql)).isEqualTo(Verdict.WRITE);
  }

  @Test
  void severalReadsAreARead() {
    assertThat(mySql.classify("select 1; select 2;")).isEqualTo(Verdict.READ);
  }

  @Test
  void unknownEngineNeedsAReadInEverySyntax() {
    Classifier any = Classifier.forAnySyntax();
    assertThat(any.classify("select id from item where name = ?")).isEqualTo(Verdict.READ);
    assertThat(any.classify("select 1 # '\n for update").isRead())
        .as("# in one a comment")
        .isFalse();
    assertThat(any.classify("select @x")).isEqualTo(Verdict.SESSION);
    assertThat(any.classify("select $$ for update $$").isRead()).isFalse();
  }
}
