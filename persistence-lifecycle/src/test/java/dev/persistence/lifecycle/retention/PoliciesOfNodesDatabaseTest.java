package dev.persistence.lifecycle.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Period;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that start at once each put the same policies in force. */
@WithPostgres
class PoliciesOfNodesDatabaseTest {

  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final RetentionPolicy POLICY =
      RetentionPolicy.of("sessions", "seen_at", Period.ofDays(30));

  private final LiveDatabase database;
  private final ExecutorService late = Executors.newSingleThreadExecutor();

  PoliciesOfNodesDatabaseTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @AfterEach
  void clear() throws SQLException {
    late.shutdownNow();
    database.clear();
  }

  @Test
  void policyThatAnotherNodeHasJustSavedIsReplaced() throws Exception {
    Catalog catalog = database.scan(Catalog.builder());
    database.execute(LifecycleTables.ddl(catalog));
    RetentionPolicies policies = RetentionPolicies.of(catalog);
    try (Connection first = database.dataSource().getConnection()) {
      first.setAutoCommit(false);
      policies.save(first, POLICY);
      Future<?> second =
          late.submit(
              () -> {
                database
                    .transactions()
                    .run(connection -> policies.save(connection, POLICY.legalBasis("contract")));
                return null;
              });
      await()
          .atMost(BOUND)
          .until(
              () ->
                  second.isDone()
                      || database.number(
                              "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type ="
                                  + " 'Lock'")
                          > 0);
      first.commit();
      second.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(database.rows("SELECT policy_id, legal_basis FROM data_retention_policies"))
        .containsExactly("sessions|contract");
  }
}
