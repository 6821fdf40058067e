package dev.persistence.migrate.internal.lint;

import static dev.persistence.migrate.lint.Effect.Work.MOMENT;
import static dev.persistence.migrate.lint.Effect.Work.SCAN;

import dev.persistence.migrate.internal.lint.Examination.Advice;
import dev.persistence.migrate.lint.Effect;
import dev.persistence.migrate.lint.Rule;
import dev.persistence.migrate.lint.TableLock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The catalogue of PostgreSQL.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html">Explicit Locking</a>
 */
final class PostgresRules implements Rules {

  @Override
  public void examine(SqlStatement statement, Examination examination) {
    examination.begin(statement);
    Cursor cursor = new Cursor(statement.tokens());
    if (cursor.acceptAny("BEGIN") || cursor.accept("START", "TRANSACTION")) {
      examination.beginTransaction();
    } else if (cursor.acceptAny("COMMIT", "END", "ROLLBACK") && !cursor.isAt("TO")) {
      examination.endTransaction(statement.transactional());
    } else if (cursor.accept("ALTER", "TABLE")) {
      new PostgresAlterTable(examination).examine(cursor);
    } else if (cursor.accept("CREATE")) {
      new PostgresCreate(examination).examine(cursor);
    } else if (cursor.accept("DROP")) {
      new PostgresDrop(examination).examine(cursor);
    } else {
      rows(cursor, examination);
    }
    examination.hold(statement);
  }

  private static void rows(Cursor cursor, Examination examination) {
    if (cursor.accept("WITH")) {
      with(cursor, examination);
    } else if (cursor.accept("UPDATE")) {
      String table = table(cursor, examination);
      changed("UPDATE", table, cursor.hasCondition(), examination);
    } else if (cursor.accept("DELETE", "FROM")) {
      String table = table(cursor, examination);
      changed("DELETE", table, cursor.hasCondition(), examination);
    } else if (cursor.accept("INSERT", "INTO")) {
      examination.effect(table(cursor, examination), TableLock.ROW_EXCLUSIVE, MOMENT);
    } else if (cursor.accept("MERGE", "INTO")) {
      String table = table(cursor, examination);
      changed("MERGE", table, cursor.mergesSome(), examination);
    } else if (cursor.accept("TRUNCATE")) {
      cursor.accept("TABLE");
      for (List<Token> part : cursor.parts()) {
        truncate(table(new Cursor(part), examination), examination);
      }
    } else {
      maintenance(cursor, examination);
    }
  }

  private static String table(Cursor cursor, Examination examination) {
    cursor.accept("ONLY");
    return examination.schema().key(cursor.name());
  }

  private static void truncate(String table, Examination examination) {
    examination.danger(
        Rule.TRUNCATE,
        table,
        Effects.ACCESS_EXCLUSIVE,
        new Advice(
            "all rows of " + table + " go, and readers wait",
            "Delete in batches by key, and commit each; or do it in the contract phase"));
  }

  /** What is named may change rows itself, and so may what goes by it. */
  private static void with(Cursor cursor, Examination examination) {
    while (!cursor.isAtEnd() && !cursor.isAtAny("SELECT", "VALUES", "TABLE")) {
      if (cursor.isAt("(")) {
        Cursor named = new Cursor(cursor.group());
        if (changesRows(named)) {
          rows(named, examination);
        }
      } else if (changesRows(cursor)) {
        rows(cursor, examination);
        return;
      } else {
        cursor.next();
      }
    }
  }

  private static boolean changesRows(Cursor cursor) {
    return cursor.isAtAny("UPDATE", "DELETE", "INSERT", "MERGE");
  }

  private static void changed(String verb, String table, boolean some, Examination examination) {
    if (some) {
      examination.effect(table, TableLock.ROW_EXCLUSIVE, MOMENT);
    } else {
      examination.danger(
          Rule.UPDATE_ALL,
          table,
          Effects.ROWS,
          new Advice(
              verb
                  + " without a condition locks every row of "
                  + table
                  + " until its end, and leaves as many dead rows behind",
              "Backfill in batches by key, each in a transaction of its own:"
                  + " addColumn(…).up(…) of a Migration, or the KeysetWalker"));
    }
  }

  private static void maintenance(Cursor cursor, Examination examination) {
    Schema schema = examination.schema();
    if (cursor.accept("VACUUM")) {
      vacuum(cursor, examination);
    } else if (cursor.accept("CLUSTER")) {
      cursor.accept("VERBOSE");
      String table = schema.key(cursor.name());
      examination.danger(
          Rule.REWRITE_TABLE,
          table,
          Effects.ACCESS_EXCLUSIVE_REWRITE,
          new Advice("CLUSTER writes " + table + " anew", "pg_repack does it beside writers"));
    } else if (cursor.accept("REINDEX")) {
      reindex(cursor, examination);
    } else if (cursor.accept("REFRESH", "MATERIALIZED", "VIEW")) {
      boolean beside = cursor.accept("CONCURRENTLY");
      String view = schema.key(cursor.name());
      if (beside) {
        examination.effect(view, TableLock.EXCLUSIVE, MOMENT);
      } else {
        examination.danger(
            Rule.REFRESH_VIEW,
            view,
            Effects.ACCESS_EXCLUSIVE_REWRITE,
            new Advice(
                "readers of " + view + " wait until it is refreshed",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on it"));
      }
    } else if (cursor.accept("LOCK")) {
      cursor.accept("TABLE");
      lock(table(cursor, examination), cursor, examination);
    } else {
      new PostgresOther(examination).examine(cursor);
    }
  }

  private static void vacuum(Cursor cursor, Examination examination) {
    boolean full =
        cursor.isAt("(")
            ? new Cursor(cursor.group()).parts().stream().anyMatch(PostgresRules::isFull)
            : cursor.accept("FULL");
    cursor.acceptAny("FREEZE");
    cursor.acceptAny("VERBOSE");
    cursor.acceptAny("ANALYZE");
    String table = cursor.isAtEnd() ? "every table" : examination.schema().key(cursor.name());
    if (full) {
      examination.danger(
          Rule.REWRITE_TABLE,
          table,
          Effects.ACCESS_EXCLUSIVE_REWRITE,
          new Advice(
              "VACUUM FULL writes " + table + " anew",
              "Plain VACUUM frees the room for new rows; pg_repack gives it back beside writers"));
    } else {
      examination.effect(table, TableLock.SHARE_UPDATE_EXCLUSIVE, SCAN);
    }
    alone("VACUUM", examination);
  }

  private static boolean isFull(List<Token> option) {
    Cursor cursor = new Cursor(option);
    return cursor.accept("FULL") && !cursor.isAtAny("FALSE", "OFF", "0");
  }

  private static void reindex(Cursor cursor, Examination examination) {
    if (cursor.isAt("(")) {
      cursor.skip();
    }
    cursor.next();
    boolean beside = cursor.accept("CONCURRENTLY");
    String name = cursor.isAtEnd() ? "all" : examination.schema().key(cursor.name());
    if (beside) {
      examination.effect(name, TableLock.SHARE_UPDATE_EXCLUSIVE, SCAN);
      alone("REINDEX CONCURRENTLY", examination);
    } else {
      examination.danger(
          Rule.REINDEX,
          name,
          Effects.SHARE_SCAN,
          new Advice(
              "writers wait until " + name + " is built anew, and readers who want the index too",
              "REINDEX … CONCURRENTLY, outside of a transaction"));
    }
  }

  private static void lock(String table, Cursor cursor, Examination examination) {
    TableLock mode = TableLock.ACCESS_EXCLUSIVE;
    if (cursor.accept("IN")) {
      String words = Cursor.text(cursor.until("MODE")).toUpperCase(Locale.ROOT).replace(' ', '_');
      mode =
          Stream.of(TableLock.values())
              .filter(known -> known.name().equals(words))
              .findFirst()
              .orElse(mode);
    }
    if (mode.blocksWriters()) {
      examination.danger(
          Rule.LOCK_TABLE,
          table,
          new Effect(mode, MOMENT),
          new Advice(
              "the lock on " + table + " is kept until the transaction ends",
              "Let each statement take its own lock, under SET LOCAL lock_timeout = '50ms'"));
    } else {
      examination.effect(table, mode, MOMENT);
    }
  }

  /** Says so if the statement stands in a transaction, where the server refuses it. */
  static void alone(String what, Examination examination) {
    if (examination.isInTransaction()) {
      examination.danger(
          Rule.NOT_IN_TRANSACTION,
          "",
          Effect.NOTHING,
          new Advice(
              what + " fails within a transaction, in which this text runs",
              "Give it a file of its own that runs without one: executeInTransaction=false of"
                  + " Flyway, runInTransaction:false of Liquibase; createIndex(…) of a Migration"));
    }
  }
}
