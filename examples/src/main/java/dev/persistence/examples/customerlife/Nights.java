package dev.persistence.examples.customerlife;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.lifecycle.retention.RetentionJob;
import dev.persistence.lifecycle.retention.RetentionOutcome;
import dev.persistence.lifecycle.retention.RetentionPolicies;
import dev.persistence.lifecycle.retention.RetentionPolicy;
import dev.persistence.lifecycle.retention.RetentionReport;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * The five policies, night by night. It takes two nights for all that is due: what leads to an old
 * row keeps it, until it is archived itself.
 */
final class Nights {

  private static final List<RetentionPolicy> FIVE =
      List.of(
          RetentionPolicy.of("audit_logs", "logged_at", Period.ofYears(7))
              .archiveAfter(Period.ofYears(2)),
          RetentionPolicy.of("orders", "created_at", Period.ofYears(7))
              .archiveAfter(Period.ofYears(3)),
          RetentionPolicy.of("payments", "paid_at", Period.ofYears(7))
              .archiveAfter(Period.ofYears(3)),
          RetentionPolicy.of("user_sessions", "seen_at", Period.ofDays(30)),
          RetentionPolicy.of("users", "created_at", Period.ofYears(7))
              .archiveAfter(Period.ofYears(3))
              .anonymizeAfter(Period.ofYears(2))
              .criteria("closed"));

  private static final Attribution COURT = new Attribution("case 17", "legal department");

  private final Server server;
  private final Transactions transactions;
  private final LegalHolds holds;
  private final RetentionJob job;
  private final RetentionPolicies policies;
  private final Story story;
  private final UUID[] hold = new UUID[1];

  Nights(Server server, Catalog catalog, Story story) {
    this.server = server;
    this.transactions = server.transactions();
    this.holds = LegalHolds.of(catalog);
    this.policies = RetentionPolicies.of(catalog);
    this.story = story;
    this.job =
        RetentionJob.builder(server.shop(), catalog)
            .criteria("closed", SqlFragment.of("status = ?", "closed"))
            .anonymizer(Tables.left(catalog))
            .clock(Clock.fixed(Instant.parse(People.NOW), ZoneOffset.UTC))
            .build();
  }

  void held() throws SQLException {
    for (RetentionPolicy policy : FIVE) {
      transactions.run(connection -> policies.save(connection, policy));
    }
    hold[0] =
        transactions.call(
            connection -> holds.placeOnSubject(connection, Long.toString(People.ANNA), COURT));
    Due others = new Due(server, "<> '42'");
    long annas = server.rowsWith(People.ANNAS);
    RetentionReport last = nights(others);
    story.check(
        "old rows of hers, overdue but held", new Due(server, "= '42'").all(), last.overdue());
    story.check("rows with a word of hers, untouched", annas, server.rowsWith(People.ANNAS));
    story.check("rows with a word of Bob, who left 30 months ago", 0, server.rowsWith(People.BOBS));
    story.check(
        "anonymized users still told apart by their address",
        server.number("SELECT count(*) FROM users WHERE anonymized_at IS NOT NULL"),
        server.number("SELECT count(DISTINCT email) FROM users WHERE anonymized_at IS NOT NULL"));
  }

  void released() throws SQLException {
    transactions.run(connection -> holds.release(connection, hold[0], COURT));
    RetentionReport last = nights(new Due(server, "= '42'"));
    story.check("rows that are overdue", 0, last.overdue());
  }

  /** Runs the job twice, and compares what it did with what was due before. */
  private RetentionReport nights(Due due) throws SQLException {
    RetentionReport first = job.run();
    RetentionReport second = job.run();
    story.check("policies that failed", 0, first.failures().size() + second.failures().size());
    for (RetentionPolicy policy : FIVE) {
      String id = policy.id();
      check(
          id + ": archived", due.archived(id), sum(id, RetentionOutcome::archived, first, second));
      check(id + ": removed", due.removed(id), sum(id, RetentionOutcome::removed, first, second));
    }
    check(
        "users: anonymized",
        due.anonymized(),
        sum("users", RetentionOutcome::anonymized, first, second));
    return second;
  }

  private void check(String what, long expected, long found) {
    if (expected > 0 || found > 0) {
      story.check(what, expected, found);
    }
  }

  private static long sum(
      String policy, ToLongFunction<RetentionOutcome> what, RetentionReport... reports) {
    long sum = 0;
    for (RetentionReport report : reports) {
      sum +=
          report.outcomes().stream()
              .filter(outcome -> outcome.policy().equals(policy))
              .mapToLong(what)
              .sum();
    }
    return sum;
  }
}
