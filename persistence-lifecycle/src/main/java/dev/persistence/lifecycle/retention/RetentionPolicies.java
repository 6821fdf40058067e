package dev.persistence.lifecycle.retention;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policies that are in force: the rows of {@code data_retention_policies}, with their periods
 * in the words of ISO 8601, such as {@code P7Y}.
 *
 * <p>Whoever may write that table says what is removed, but cannot bring in SQL. Runs in the
 * caller's transaction. Immutable and thread-safe; blocks for the database.
 */
public final class RetentionPolicies {

  /** What a policy says besides its id. */
  private static final List<String> SAID =
      List.of(
          "table_name",
          "time_column",
          "retention_period",
          "archive_after",
          "anonymize_after",
          "criteria",
          "legal_basis");

  private final Engine engine;
  private final Books books;

  private RetentionPolicies(Catalog catalog) {
    this.engine = Engine.of(catalog.dialect());
    this.books = new Books(catalog);
  }

  public static RetentionPolicies of(Catalog catalog) {
    return new RetentionPolicies(Arguments.notNull("catalog", catalog));
  }

  /**
   * Puts the policy in force, in the place of the one of its id if there is one; several nodes may
   * do so at once.
   */
  public void save(Connection connection, RetentionPolicy policy) throws SQLException {
    Arguments.notNull("policy", policy);
    String insert =
        "INSERT INTO %s (policy_id, %s) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            .formatted(books.policies(), String.join(", ", SAID));
    Sql.update(
        connection,
        SqlFragment.of(
            insert + engine.words().orReplace("policy_id", SAID),
            policy.id(),
            policy.table(),
            policy.timeColumn(),
            policy.retentionPeriod().toString(),
            text(policy.archiveAfter()),
            text(policy.anonymizeAfter()),
            policy.criteria(),
            policy.legalBasis()));
  }

  private static @Nullable String text(@Nullable Period period) {
    return period == null ? null : period.toString();
  }

  /** Lets the policy be in force no more; what it has done stays done. */
  public void remove(Connection connection, String id) throws SQLException {
    Sql.update(
        connection,
        SqlFragment.of(
            "DELETE FROM " + books.policies() + " WHERE policy_id = ?",
            Arguments.notNull("id", id)));
  }

  /** Returns the ids of all policies, in their order. */
  List<String> ids(Connection connection) throws SQLException {
    return Sql.rows(
        connection,
        SqlFragment.of("SELECT policy_id FROM " + books.policies() + " ORDER BY policy_id"),
        row -> row.getString(1));
  }

  /**
   * Returns the policy of this id.
   *
   * @throws IllegalArgumentException if the row is gone, or makes no sense
   * @throws java.time.format.DateTimeParseException if a period is not one
   */
  RetentionPolicy find(Connection connection, String id) throws SQLException {
    return Sql.rows(
            connection,
            SqlFragment.of(
                "SELECT policy_id, table_name, time_column, retention_period, archive_after,"
                    + " anonymize_after, criteria, legal_basis FROM "
                    + books.policies()
                    + " WHERE policy_id = ?",
                id),
            RetentionPolicies::policy)
        .stream()
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the policy is gone"));
  }

  private static RetentionPolicy policy(ResultSet row) throws SQLException {
    return new RetentionPolicy(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        Period.parse(row.getString(4)),
        period(row.getString(5)),
        period(row.getString(6)),
        row.getString(7),
        row.getString(8));
  }

  private static @Nullable Period period(@Nullable String text) {
    return text == null ? null : Period.parse(text);
  }
}
