package dev.persistence.migrate.internal.run;

import dev.persistence.core.keyset.KeysetBatch;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.keyset.KeysetVisitor;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.keyset.WalkReport;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.migrate.MigratorConfig;
import dev.persistence.migrate.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the rows of a table of PostgreSQL that has no key, page after page, up to the page that
 * is the last at the beginning.
 *
 * <p>A row that is updated meanwhile moves, and so may be missed or visited twice: others must see
 * to it that a row needs no visit once it was updated. A table that is built anew, as VACUUM FULL
 * does, is begun from its first page. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-system-columns.html">System columns</a>
 */
final class PageWalk {

  private static final Identifier PLACE = Identifier.of("ctid");
  private static final int LEAST_PAGES = 4;
  private static final int FIRST_PAGES = 16;
  private static final int MOST_PAGES = 2_000;

  private final Transactions transactions;
  private final MigratorConfig config;
  private final Way way;
  private final String table;

  private Extent extent = new Extent(0, 0);
  private long page;
  private int pages = FIRST_PAGES;
  private long scanned;
  private long visited;
  private long batches;
  private long throttledNanos;

  PageWalk(Transactions transactions, MigratorConfig config, Way way) {
    this.transactions = transactions;
    this.config = config;
    this.way = way;
    this.table = Dialect.postgreSql().quote(way.table().name());
  }

  /** Where a table's rows are: its file, which is another one once it was built anew. */
  private record Extent(long file, long pages) {}

  /** What one run of a batch's transaction saw; no rows and no end if the table was built anew. */
  private record Outcome(long rows, long matching, boolean sameFile, long startedNanos) {}

  <E extends Exception> WalkReport walk(KeysetVisitor<E> visitor) throws SQLException, E {
    long started = config.timeSource().nanos();
    begin(way.after());
    long rows = 0;
    while (page < extent.pages() && mayGoOn(rows)) {
      rows = batch(visitor);
    }
    return new WalkReport(
        page >= extent.pages(),
        scanned,
        visited,
        batches,
        0,
        Duration.ofNanos(throttledNanos),
        Duration.ofNanos(config.timeSource().nanos() - started),
        way.after());
  }

  private void begin(@Nullable KeysetCursor after) throws SQLException {
    extent = transactions.call(this::extent);
    page = 0;
    if (after != null) {
      String[] place = after.values().get(0).toString().split("/", -1);
      page = Long.parseLong(place[0]) == extent.file() ? Long.parseLong(place[1]) : 0;
    }
  }

  private Extent extent(Connection connection) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT pg_catalog.pg_relation_filenode(c), pg_catalog.pg_relation_size(c)"
                + " / pg_catalog.current_setting('block_size')::int FROM"
                + " (SELECT pg_catalog.to_regclass(?) AS c) t",
            table);
    return Sql.rows(connection, query, row -> new Extent(row.getLong(1), row.getLong(2))).get(0);
  }

  /** Returns the number of rows read. */
  private <E extends Exception> long batch(KeysetVisitor<E> visitor) throws SQLException, E {
    long end = Math.min(page + pages, extent.pages());
    Outcome outcome = transactions.<Outcome, E>call(connection -> visit(connection, end, visitor));
    if (!outcome.sameFile()) {
      begin(null);
      return 0;
    }
    page = end;
    scanned += outcome.rows();
    visited += outcome.matching();
    batches++;
    adapt(config.timeSource().nanos() - outcome.startedNanos());
    return outcome.rows();
  }

  private <E extends Exception> Outcome visit(
      Connection connection, long end, KeysetVisitor<E> visitor) throws SQLException, E {
    long started = config.timeSource().nanos();
    // From here to the end of the transaction nobody can build the table anew.
    Sql.run(connection, "LOCK TABLE " + table + " IN ACCESS SHARE MODE");
    if (extent(connection).file() != extent.file()) {
      return new Outcome(0, 0, false, started);
    }
    SqlFragment range = SqlFragment.of("ctid >= '(" + page + ",0)' AND ctid < '(" + end + ",0)'");
    String from = " FROM " + table + " WHERE ";
    long rows = Sql.number(connection, "SELECT COUNT(*)" + from + range.sql());
    SqlFragment condition = way.condition();
    SqlFragment both = condition == null ? range : range.and(condition);
    List<KeysetCursor> keys =
        condition == null
            ? List.of()
            : Sql.rows(
                connection,
                both.within("SELECT ctid::text" + from, ""),
                row -> cursor(row.getString(1)));
    visitor.visit(new KeysetBatch(connection, both, keys, cursor(extent.file() + "/" + end)));
    return new Outcome(rows, keys.size(), true, started);
  }

  private static KeysetCursor cursor(String place) {
    return KeysetCursor.of(List.of(PLACE), List.of(place));
  }

  /** Twice or half as many pages at most as last time. */
  private void adapt(long tookNanos) {
    double wanted = (double) pages * config.targetBatchTime().toNanos() / Math.max(1, tookNanos);
    double next = Math.min(2.0 * pages, Math.max(pages / 2.0, wanted));
    pages = (int) Math.max(LEAST_PAGES, Math.min(MOST_PAGES, next));
  }

  /** Waits as long as the throttle wants; returns false if the thread was interrupted. */
  private boolean mayGoOn(long rows) {
    Throttle.Pause pause = way.throttle().ask(rows);
    while (!pause.isNone() && !Thread.currentThread().isInterrupted()) {
      long before = config.timeSource().nanos();
      try {
        config.timeSource().sleep(pause.atLeast());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      throttledNanos += config.timeSource().nanos() - before;
      pause = way.throttle().ask(0);
    }
    return !Thread.currentThread().isInterrupted();
  }
}
