package dev.persistence.lifecycle.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example tables of the paper on l-diversity (Machanavajjhala and others, 2007). */
@WithPostgres
@WithMariaDb
class AnonymityCheckDatabaseTest {

  private static final String HEART = "heart disease";
  private static final String VIRUS = "viral infection";
  private static final String CANCER = "cancer";

  private final Map<String, LiveDatabase> databases;

  AnonymityCheckDatabaseTest(PostgresCluster postgres, MariaDbCluster mariaDb) {
    this.databases =
        Map.of(
            "PostgreSQL", new LiveDatabase(postgres.primary().dataSource()),
            "MariaDB", new LiveDatabase(mariaDb.primary().dataSource()));
  }

  private LiveDatabase patients(String engine, List<String> illnesses, String... groups)
      throws SQLException {
    LiveDatabase database = Objects.requireNonNull(databases.get(engine));
    database.clear();
    database.execute("CREATE TABLE patients (zip varchar(5), age varchar(9), illness varchar(30))");
    for (int i = 0; i < illnesses.size(); i++) {
      String[] group = groups[i / 4].split(" ", 2);
      database.execute(
          "INSERT INTO patients VALUES ('%s', '%s', '%s')"
              .formatted(group[0], group[1], illnesses.get(i)));
    }
    return database;
  }

  private static AnonymityReport measured(LiveDatabase database) throws SQLException {
    Catalog catalog = database.scan(Catalog.builder());
    AnonymityCheck check =
        AnonymityCheck.of(catalog, TableName.of("patients"), "zip", "age").sensitive("illness");
    return database.transactions().call(check::measure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL", "MariaDB"})
  void groupOfOneIllnessIsWarnedOfHoweverLargeItIs(String engine) throws SQLException {
    List<String> illnesses =
        List.of(
            HEART, HEART, VIRUS, VIRUS, CANCER, HEART, VIRUS, VIRUS, CANCER, CANCER, CANCER,
            CANCER);
    AnonymityReport report =
        measured(patients(engine, illnesses, "130** <30", "1485* >=40", "130** 3*"));
    assertThat(report)
        .isEqualTo(new AnonymityReport(12, 3, 4, Map.of(Identifier.of("illness"), 1L)));
    assertThat(report.warnings(3, 2))
        .singleElement()
        .asString()
        .contains("illness", "who is in it has this value");
    assertThat(report.warnings(5, 1)).containsExactly("a group has 4 rows, fewer than 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL", "MariaDB"})
  void groupsOfThreeIllnessesAreNotWarnedOf(String engine) throws SQLException {
    List<String> illnesses =
        List.of(
            HEART, VIRUS, CANCER, CANCER, CANCER, HEART, VIRUS, VIRUS, HEART, VIRUS, CANCER,
            CANCER);
    LiveDatabase database = patients(engine, illnesses, "1305* <=40", "1485* >40", "1306* <=40");
    assertThat(measured(database))
        .isEqualTo(new AnonymityReport(12, 3, 4, Map.of(Identifier.of("illness"), 3L)));
    assertThat(measured(database).warnings(4, 3)).isEmpty();
    database.execute("INSERT INTO patients VALUES ('1305*', '<=40', NULL), (NULL, 'A', 'x')");
    database.execute("INSERT INTO patients VALUES (NULL, 'a', 'x')");
    assertThat(measured(database))
        .isEqualTo(new AnonymityReport(15, 5, 1, Map.of(Identifier.of("illness"), 1L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL", "MariaDB"})
  void emptyTableTellsNothing(String engine) throws SQLException {
    AnonymityReport report = measured(patients(engine, List.of()));
    assertThat(report)
        .isEqualTo(new AnonymityReport(0, 0, 0, Map.of(Identifier.of("illness"), 0L)));
    assertThat(report.warnings(5, 2)).isEmpty();
  }
}
