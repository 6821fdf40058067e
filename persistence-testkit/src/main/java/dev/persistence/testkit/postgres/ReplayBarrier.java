package dev.persistence.testkit.postgres;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits until standbys have replayed everything that was committed on the primary before.
 *
 * <p>The primary's insert position is read first and a small record is written behind it: the
 * position itself may sit a page header past anything that can be replayed, but a standby that has
 * replayed the record is past it.
 */
final class ReplayBarrier {

  private static final String MARK =
      "SELECT pg_logical_emit_message(true, 'dev.persistence.testkit', 'barrier')";

  private final Member primary;
  private final List<Member> standbys;

  ReplayBarrier(Member primary, List<Member> standbys) {
    this.primary = primary;
    this.standbys = standbys;
  }

  void await(Duration bound) {
    String position = String.valueOf(primary.sql().query(ReplayBarrier::mark));
    long start = System.nanoTime();
    for (Member standby : standbys) {
      Duration left = bound.minusNanos(System.nanoTime() - start);
      if (!standby.sql().becomesTrue(hasReplayed(position), left)) {
        throw new PersistenceException(late(standby, position), null);
      }
    }
  }

  private static @Nullable String mark(Connection connection) throws SQLException {
    String position = Sql.first(connection, "SELECT pg_current_wal_insert_lsn()");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = local");
    }
    Sql.first(connection, MARK);
    return position;
  }

  private static String hasReplayed(String position) {
    return "SELECT pg_last_wal_replay_lsn() >= " + Sql.literal(position) + "::pg_lsn";
  }

  private static Explanation late(Member standby, String position) {
    String state =
        standby
            .sql()
            .text(
                "SELECT format('it stands at %s, replay is %s, its apply delay is %s',"
                    + " pg_last_wal_replay_lsn(), pg_get_wal_replay_pause_state(),"
                    + " current_setting('recovery_min_apply_delay'))");
    return new Explanation(
        "Standby " + standby.name() + " has not replayed " + position + " in time",
        String.valueOf(state),
        "Resume its replay, take back its delay, or rewire it to the primary");
  }
}
