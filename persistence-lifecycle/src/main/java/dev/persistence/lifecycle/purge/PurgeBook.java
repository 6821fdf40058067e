package dev.persistence.lifecycle.purge;

import dev.persistence.core.Explanation;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.OldRows;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.RowValues;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far a purge came: recorded in the transaction of each batch. */
final class PurgeBook {

  private final String id;
  private final CatalogTable table;
  private final OldRows oldRows;
  private final @Nullable Temporal fixed;
  private final long ageMicros;
  private final Engine engine;
  private final Books books;
  private final String plan;

  PurgeBook(PurgeBuilder options, OldRows oldRows) {
    this.id = options.id;
    this.table = options.table;
    this.oldRows = oldRows;
    this.fixed = options.cutoff;
    this.ageMicros = options.age.toNanos() / 1_000;
    this.engine = Engine.of(options.catalog.dialect());
    this.books = new Books(options.catalog);
    this.plan = digest(options);
  }

  /** The age may change between runs, since the cutoff of the first one counts. */
  private static String digest(PurgeBuilder options) {
    SqlFragment condition = options.condition;
    String text =
        options.table.name()
            + "\n"
            + options.timeColumn
            + "\n"
            + (condition == null ? "" : condition.sql() + "\n" + condition.values());
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Where a run begins. */
  record State(Temporal cutoff, @Nullable KeysetCursor position, long removed) {}

  /** Returns the last time that is old, in the words of the column. */
  Temporal cutoff(Connection connection) throws SQLException {
    if (fixed != null) {
      return fixed;
    }
    String ago =
        engine.isPostgreSql()
            ? engine.words().ago()
            : "(CURRENT_TIMESTAMP(6) - INTERVAL ? MICROSECOND)";
    // Of a day that is the cutoff's, some part is not old yet.
    long micros = oldRows.isOfDays() ? ageMicros + 86_400_000_000L : ageMicros;
    List<KeysetCursor> found =
        Sql.rows(
            connection,
            SqlFragment.of("SELECT CAST(" + ago + " AS " + oldRows.castType() + ")", micros),
            row -> RowValues.key(row, 1, List.of(oldRows.time().name())));
    return time(Objects.requireNonNull(found.get(0)));
  }

  private static Temporal time(KeysetCursor cutoff) {
    return (Temporal) cutoff.values().get(0);
  }

  /** Returns where the run of this id has ended that was not complete, or begins one. */
  State begin(Connection connection) throws SQLException {
    List<State> open =
        Sql.rows(
            connection,
            SqlFragment.of(
                "SELECT plan, cutoff, position, row_count FROM "
                    + books.purges()
                    + " WHERE purge_id = ? FOR UPDATE",
                id),
            row -> {
              checkPlan(row.getString(1));
              String position = row.getString(3);
              return new State(
                  time(KeysetCursor.decode(row.getString(2))),
                  position == null ? null : KeysetCursor.decode(position),
                  row.getLong(4));
            });
    if (!open.isEmpty()) {
      return open.get(0);
    }
    Temporal cutoff = cutoff(connection);
    Sql.update(
        connection,
        SqlFragment.of(
            "INSERT INTO "
                + books.purges()
                + " (purge_id, plan, cutoff, position, row_count, updated_at) VALUES"
                + " (?, ?, ?, NULL, 0, "
                + engine.words().now()
                + ")",
            id,
            plan,
            oldRows.position(cutoff).encode()));
    return new State(cutoff, null, 0);
  }

  private void checkPlan(String recorded) {
    if (!recorded.equals(plan)) {
      throw new PlanRefusedException(
          Reason.DRIFT,
          table.name(),
          null,
          new Explanation(
              "The purge \"" + id + "\" cannot go on",
              "a run of this id is not complete, and it was for another table, column or condition",
              "Let that one complete, or give this one an id of its own"));
    }
  }

  void save(Connection connection, KeysetCursor position, int removed) throws SQLException {
    Sql.update(
        connection,
        SqlFragment.of(
            "UPDATE "
                + books.purges()
                + " SET position = ?, row_count = row_count + ?, updated_at = "
                + engine.words().now()
                + " WHERE purge_id = ?",
            position.encode(),
            removed,
            id));
  }

  void end(Connection connection) throws SQLException {
    Sql.update(
        connection, SqlFragment.of("DELETE FROM " + books.purges() + " WHERE purge_id = ?", id));
  }
}
