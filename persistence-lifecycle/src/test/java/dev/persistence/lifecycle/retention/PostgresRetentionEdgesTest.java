package dev.persistence.lifecycle.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithPostgres
class PostgresRetentionEdgesTest extends RetentionEdgesSuite {

  PostgresRetentionEdgesTest(PostgresCluster cluster) {
    super(new LiveDatabase(cluster.primary().dataSource()));
  }

  /** The triggers of the others cannot. */
  @Test
  void rowThatATriggerKeepsFromTheArchiveStays() throws SQLException {
    database.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER refusing BEFORE INSERT ON orders_archive FOR EACH ROW WHEN (NEW.id = 1)"
            + " EXECUTE FUNCTION refuse()");
    add("orders", 1, "2020-01-01");
    add("orders", 2, "2020-01-01");
    assertThat(job(orders()).build().run().failures())
        .singleElement()
        .extracting(RetentionOutcome::failure)
        .isInstanceOfSatisfying(
            LifecycleException.class,
            failure ->
                assertThat(failure).hasMessageContaining("1 rows were copied and 2 removed"));
    assertThat(ids("orders")).containsExactly("1", "2");
    assertThat(ids("orders_archive")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders  | ALTER happened TYPE timestamp      | of type timestamp",
        "orders  | DROP happened                      | no column",
        "orders  | ADD why int NOT NULL               | nothing fills",
        "users   | ALTER email SET NOT NULL           | is NOT NULL",
        "orders  | DROP CONSTRAINT orders_archive_pkey, ADD PRIMARY KEY (happened, id) | primary"
            + " key"
      })
  void archiveThatIsNotAlikeIsRefused(String table, String change, String why) throws SQLException {
    database.execute("ALTER TABLE %s_archive %s".formatted(table, change));
    assertRefused(
        database.scan(Catalog.builder()), RetentionPolicy.of(table, "happened", CENTURY), why);
  }

  @Test
  void archiveThatDoesNotTellWhoseItsRowsAreIsRefused() throws SQLException {
    assertRefused(
        database.scan(Catalog.builder().table("orders", t -> t.subject("id"))),
        orders(),
        "not described with subject(\"id\")");
  }

  private void assertRefused(Catalog catalog, RetentionPolicy policy, String why)
      throws SQLException {
    String table = policy.table();
    add(table, 1, "2020-01-01");
    save(policy.archiveAfter(MONTH));
    assertThat(RetentionJob.builder(database.dataSource(), catalog).build().run().failures())
        .singleElement()
        .extracting(RetentionOutcome::failure)
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.ARCHIVE_DRIFT);
              assertThat(refused).hasMessageContaining(why);
            });
    assertThat(ids(table)).containsExactly("1");
  }
}
