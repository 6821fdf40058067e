package dev.persistence.migrate.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.SeededRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts and folders: what counts as a statement, what is known, and what may be allowed. */
class LintTest {

  private static final Lint POSTGRESQL = Lint.on(ServerVersion.postgreSql(18));
  private static final Lint MYSQL = Lint.on(ServerVersion.mySql("8.0.33"));

  @TempDir private Path folder;

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private static List<String> rules(LintReport report) {
    return report.findings().stream().map(finding -> finding.rule().id()).toList();
  }

  @Test
  void folderOfHarmlessFilesIsClean() throws IOException {
    write("V1__people.sql", "CREATE TABLE people (id bigint PRIMARY KEY, name varchar(20));");
    write("V2__longer.sql", "ALTER TABLE people ALTER COLUMN name TYPE varchar(200);");
    write("V10__text.sql", "ALTER TABLE people ALTER COLUMN name TYPE text;");
    Lint.on(ServerVersion.postgreSql(18)).folder(folder).assertClean();
  }

  @Test
  void failedAssertionNamesPlaceRuleLockReasonAndRecipe() throws IOException {
    write("V1__people.sql", "CREATE TABLE people (id int PRIMARY KEY);");
    write("V2__wider.sql", "-- wider\n\nALTER TABLE people\n  ALTER id TYPE bigint;");
    assertThatThrownBy(() -> POSTGRESQL.folder(folder).assertClean())
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(
            "V2__wider.sql:3: ALTER TABLE people ALTER id TYPE bigint",
            "change-type, ACCESS_EXCLUSIVE blocks reads and writes while the table is rewritten",
            "from int to bigint",
            "changeType(\"id\"",
            "PostgreSQL 18",
            "lint:allow");
  }

  @Test
  void filesOfFlywayAreReadByVersionAndUndoFilesNotAtAll() throws IOException {
    write("V10__b.sql", "ALTER TABLE a ALTER COLUMN v TYPE varchar(30);");
    write("V9__a.sql", "CREATE TABLE a (v varchar(20));");
    write("U10__b.sql", "DROP TABLE a;");
    write("R__view.sql", "CREATE OR REPLACE VIEW x AS SELECT 1;");
    LintReport report = POSTGRESQL.folder(folder);
    report.assertClean();
    assertThat(report.statements())
        .extracting(LintedStatement::source)
        .containsExactly("V9__a.sql", "V10__b.sql", "R__view.sql");
  }

  @Test
  void tableOfTheSameFileIsNobodysYetButThatOfAnEarlierOneIs() throws IOException {
    write("V1__a.sql", "CREATE TABLE a (v int); CREATE INDEX i ON a (v);");
    write("V2__b.sql", "CREATE INDEX j ON a (v);");
    assertThat(rules(POSTGRESQL.folder(folder))).containsExactly("create-index");
  }

  @Test
  void indexBesideWritersNeedsAFileWithoutTransaction() throws IOException {
    write("V1__a.sql", "CREATE INDEX CONCURRENTLY i ON a (v);");
    assertThat(rules(POSTGRESQL.folder(folder))).containsExactly("not-in-transaction");
    write("V1__a.sql.conf", "executeInTransaction = false\n");
    assertThat(rules(POSTGRESQL.folder(folder))).isEmpty();
  }

  @Test
  void changesetOfLiquibaseSaysWhetherItHasATransaction() {
    String text =
        """
        --liquibase formatted sql
        --changeset ada:1 runInTransaction:false
        CREATE INDEX CONCURRENTLY i ON a (v);
        --rollback DROP INDEX i;
        --changeset ada:2
        CREATE INDEX CONCURRENTLY j ON a (v);
        """;
    assertThat(POSTGRESQL.sql(text).statements())
        .extracting(statement -> statement.findings().size())
        .containsExactly(0, 1);
  }

  @Test
  void lockOfOneFileIsNotHeldInTheNext() throws IOException {
    String add = "ALTER TABLE a ADD CONSTRAINT k CHECK (v > 0) NOT VALID;";
    String validate = "ALTER TABLE a VALIDATE CONSTRAINT k;";
    assertThat(rules(POSTGRESQL.sql(add + validate))).containsExactly("lock-held");
    assertThat(rules(POSTGRESQL.withoutTransaction().sql(add + validate))).isEmpty();
    write("V1__a.sql", add);
    write("V2__b.sql", validate);
    assertThat(rules(POSTGRESQL.folder(folder))).isEmpty();
  }

  @Test
  void commentAllowsARuleWithAReasonForTheNextStatementAlone() {
    String drop = "ALTER TABLE a DROP COLUMN v;\n";
    LintReport report =
        POSTGRESQL.sql("-- lint:allow drop-column nobody reads it since May\n" + drop + drop);
    assertThat(report.statements().get(0).allowed()).hasSize(1);
    assertThat(report.findings()).hasSize(1);
    assertThat(rules(POSTGRESQL.sql("-- lint:allow drop-column\n" + drop))).hasSize(1);
    assertThat(rules(POSTGRESQL.sql("/* lint:allow drop-column */" + drop))).hasSize(1);
    assertThat(rules(POSTGRESQL.sql("/* lint:allow add-check, drop-column old */" + drop)))
        .isEmpty();
    assertThat(rules(POSTGRESQL.sql("/* lint:allow add-check other */" + drop))).hasSize(1);
  }

  @Test
  void whatIsNotKnownIsSaidAndIsNotClean() {
    LintReport report = POSTGRESQL.sql("ALTER TABLE a ALTER COLUMN v TYPE text;");
    assertThat(report.findings()).hasSize(1).noneMatch(Finding::isDangerous);
    assertThat(report.toString()).contains("change-type (not known)", "is not known here");
    assertThatThrownBy(report::assertClean).isInstanceOf(AssertionError.class);
  }

  @Test
  void bodiesLiteralsAndCommentsHideTheirSemicolons() {
    String postgreSql =
        """
        CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN DROP TABLE a; END $body$;
        /* a; /* nested; */ b; */ SELECT ';', E'\\';', "x;y" FROM a; -- DROP TABLE a;
        COPY a FROM STDIN;
        DROP TABLE a;
        \\.
        SELECT 1\
        """;
    assertThat(POSTGRESQL.sql(postgreSql).statements()).hasSize(4).allMatch(LintTest::isClean);
    String mySql =
        """
        DELIMITER $$
        CREATE PROCEDURE p() BEGIN DROP TABLE a; END $$
        DELIMITER ;
        CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW
        BEGIN IF NEW.v THEN SET NEW.v = CASE WHEN 1 THEN 2 END; END IF; DELETE FROM b; END;
        # DROP TABLE a;
        SELECT ';', 'it\\'s;', `x;y` FROM a\
        """;
    assertThat(MYSQL.sql(mySql).statements()).hasSize(3).allMatch(LintTest::isClean);
  }

  private static boolean isClean(LintedStatement statement) {
    return statement.findings().isEmpty();
  }

  @Test
  void namesAreFoldedAsTheDatabaseDoes() {
    String text =
        "CREATE TABLE public.\"A\" (\"V\" varchar(5)); COMMIT; ALTER TABLE \"A\" ALTER \"V\" TYPE"
            + " varchar(9); ALTER TABLE A ALTER V TYPE varchar(9)";
    assertThat(rules(POSTGRESQL.sql(text))).containsExactly("change-type");
    assertThat(POSTGRESQL.sql(text).findings()).noneMatch(Finding::isDangerous);
  }

  @Test
  void recipeIsThatOfTheVersion() {
    String statement = "ALTER TABLE a ALTER COLUMN v SET NOT NULL;";
    assertThat(recipe(ServerVersion.postgreSql(17), statement))
        .contains("CHECK (v IS NOT NULL) NOT VALID");
    assertThat(recipe(ServerVersion.postgreSql(18), statement)).contains("NOT NULL v NOT VALID");
    String computed = "ALTER TABLE a ADD COLUMN v int GENERATED ALWAYS AS (w * 2)";
    assertThat(Lint.on(ServerVersion.postgreSql(18)).sql(computed).isClean()).isTrue();
    assertThat(recipe(ServerVersion.postgreSql(18), computed + " STORED")).contains("VIRTUAL");
    assertThat(recipe(ServerVersion.postgreSql(17), computed + " STORED"))
        .contains("addColumn")
        .doesNotContain("VIRTUAL");
    String check = "ALTER TABLE a ADD CHECK (v > 0);";
    assertThat(Lint.on(ServerVersion.mariaDb("11.4")).sql(check).isClean()).isTrue();
    assertThat(Lint.on(ServerVersion.mariaDb("10.11.6")).sql(check).isClean()).isFalse();
    String reference = "ALTER TABLE a ADD COLUMN v int REFERENCES b (id)";
    assertThat(Lint.on(ServerVersion.mariaDb("11.2")).sql(reference).isClean()).isTrue();
    assertThat(Lint.on(ServerVersion.mariaDb("11.1.9")).sql(reference).isClean()).isFalse();
    assertThat(MYSQL.sql(reference).isClean()).isTrue();
  }

  private static String recipe(ServerVersion server, String statement) {
    return Lint.on(server).sql(statement).findings().stream()
        .map(Finding::recipe)
        .collect(Collectors.joining());
  }

  @Test
  void nonsenseNeitherFailsNorPasses() {
    for (String text :
        List.of(
            "'",
            "\"",
            "/*",
            "$$",
            "ALTER",
            "ALTER TABLE",
            "ALTER TABLE a ADD",
            "CREATE INDEX",
            "DROP",
            "REINDEX",
            "VACUUM (",
            "LOCK",
            "UPDATE",
            "DELETE FROM",
            "RENAME TABLE",
            ";;",
            "CREATE TABLE",
            "CREATE TABLE a (",
            "ALTER TABLE a ALTER v TYPE",
            "ALTER TABLE a MODIFY",
            "LOCK TABLE a IN NONSENSE MODE",
            "ALTER TABLE a ADD CONSTRAINT",
            "DELIMITER")) {
      assertThat(POSTGRESQL.sql(text).statements()).hasSizeLessThan(2);
      assertThat(MYSQL.sql(text).statements()).hasSizeLessThan(2);
    }
    assertThat(POSTGRESQL.sql("").isClean()).isTrue();
  }

  @Test
  void anyMixOfWordsIsLinted() {
    List<String> words =
        Stream.concat(
                PostgresStatements.all().stream(), MySqlStatements.all(MYSQL.server()).stream())
            .flatMap(one -> Stream.of(one.sql().split("(?<=\\W)|(?=\\W)| ")))
            .distinct()
            .toList();
    SeededRandom.forAll(
        2_000,
        random -> {
          String text =
              IntStream.range(0, random.between(1, 14))
                  .mapToObj(any -> random.pick(words))
                  .collect(Collectors.joining(" "));
          assertThat(POSTGRESQL.sql("ALTER " + text).server()).isEqualTo(POSTGRESQL.server());
          assertThat(POSTGRESQL.sql("CREATE " + text).server()).isEqualTo(POSTGRESQL.server());
          assertThat(POSTGRESQL.sql(text).server()).isEqualTo(POSTGRESQL.server());
          assertThat(MYSQL.sql("ALTER TABLE t " + text).server()).isEqualTo(MYSQL.server());
          assertThat(MYSQL.sql(text).server()).isEqualTo(MYSQL.server());
        });
  }

  @Test
  void everyRuleIsInTheDocument() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("docs/lint.md"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    String document = Files.readString(root.resolve("docs/lint.md"));
    assertThat(Rule.values())
        .allSatisfy(
            rule ->
                assertThat(document)
                    .containsPattern("`" + rule + "` \\| .* \\| " + rule.summary()));
  }

  @Test
  void versionIsReadFromWhatServersSay() {
    assertThat(ServerVersion.mariaDb("5.5.5-10.11.6-MariaDB-log"))
        .hasToString("MariaDB 10.11.6")
        .matches(version -> version.isAtLeast(10, 11, 6) && version.isAtLeast(10, 10, 9))
        .matches(version -> version.isAtLeast(9, 99, 99) && !version.isAtLeast(11, 0, 0))
        .matches(version -> !version.isAtLeast(10, 11, 7) && !version.isAtLeast(10, 12, 0));
    assertThatThrownBy(() -> ServerVersion.mySql("5.7.44"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8.0");
    assertThatThrownBy(() -> ServerVersion.postgreSql(9))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ServerVersion.mySql("new"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
