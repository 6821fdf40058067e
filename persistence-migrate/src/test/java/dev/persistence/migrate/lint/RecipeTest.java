package dev.persistence.migrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The safe way is told with the names of the statement. */
class RecipeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE a ADD CONSTRAINT k CHECK (v > 0) | ADD CONSTRAINT k CHECK",
        "ALTER TABLE a ADD CONSTRAINT k CHECK (v > 0) | VALIDATE CONSTRAINT k",
        "ALTER TABLE a ADD CHECK (v > 0)              | ADD CONSTRAINT … CHECK",
        "ALTER TABLE a ADD CHECK (v > 0)              | VALIDATE CONSTRAINT …",
        "CREATE INDEX i ON a (v)                      | CREATE INDEX CONCURRENTLY i ON a",
        "CREATE UNIQUE INDEX ON a (v)                 | CREATE UNIQUE INDEX CONCURRENTLY ON a",
        "ALTER TABLE a RENAME TO b                    | CREATE VIEW a AS SELECT * FROM b, which",
        "DROP VIEW app.seen                           | whoever uses app.seen fails",
        "VACUUM FULL                                  | VACUUM FULL writes every table anew",
        "REINDEX SCHEMA app                           | writers wait until app is built anew",
      })
  void recipeOfPostgres(String statement, String recipe) {
    assertThat(Lint.on(ServerVersion.postgreSql(18)).sql(statement).toString()).contains(recipe);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE a RENAME TO b | CREATE VIEW a AS SELECT * FROM b, with a moment between",
        "ALTER TABLE a EXCHANGE PARTITION p WITH TABLE b | to b, and writers wait",
      })
  void recipeOfMySql(String statement, String recipe) {
    assertThat(Lint.on(ServerVersion.mySql("8.0.36")).sql(statement).toString()).contains(recipe);
  }
}
