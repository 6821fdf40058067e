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
    String subject = "";
    if (cursor.acceptAny("BEGIN") || cursor.accept("START", "TRANSACTION")) {
      examination.beginTransaction();
    } else if (cursor.acceptAny("COMMIT", "END", "ROLLBACK") && !cursor.isAt("TO")) {
      examination.endTransaction(statement.transactional());
    } else if (cursor.accept("ALTER", "TABLE")) {
      subject = new PostgresAlterTable(examination).examine(cursor);
    } else if (cursor.accept("CREATE")) {
      subject = new PostgresCreate(examination).examine(cursor);
    } else if (cursor.accept("DROP")) {
      subject = new PostgresDrop(examination).examine(cursor);
    } else {
      subject = rows(cursor, examination);
    }
    examination.hold(subject, statement);
  }

  private static String rows(Cursor cursor, Examination examination) {
    Schema schema = examination.schema();
    if (cursor.accept("WITH")) {
      return with(cursor, examination);
    }
    if (cursor.accept("UPDATE")) {
      cursor.accept("ONLY");
      return change("UPDATE", schema.key(cursor.name()), cursor, examination);
    }
    if (cursor.accept("DELETE", "FROM")) {
      cursor.accept("ONLY");
      return change("DELETE", schema.key(cursor.name()), cursor, examination);
    }
    if (cursor.accept("INSERT", "INTO")) {
      String table = schema.key(cursor.name());
      examination.effect(table, TableLock.ROW_EXCLUSIVE, MOMENT);
      return table;
    }
    if (cursor.accept("MERGE", "INTO")) {
      cursor.accept("ONLY");
      String table = schema.key(cursor.name());
      changed("MERGE", table, cursor.mergesSome(), examination);
      return table;
    }
    if (cursor.accept("TRUNCATE")) {
      cursor.accept("TABLE");
      cursor.accept("ONLY");
      String table = schema.key(cursor.name());
      examination.danger(
          Rule.TRUNCATE,
          table,
          Effects.ACCESS_EXCLUSIVE,
          new Advice(
              "all rows of " + table + " go, and readers wait",
              "Delete in batches by key, and commit each; or do it in the contract phase"));
      return table;
    }
    return maintenance(cursor, examination);
  }

  /** What is named may change rows itself, and so may what goes by it. */
  private static String with(Cursor cursor, Examination examination) {
    while (!cursor.isAtEnd()) {
      if (cursor.isAt("(")) {
        Cursor named = new Cursor(cursor.group());
        if (named.isAtAny("UPDATE", "DELETE", "INSERT", "MERGE")) {
          rows(named, examination);
        }
      } else if (cursor.isAtAny("UPDATE", "DELETE", "INSERT", "MERGE")) {
        return rows(cursor, examination);
      } else if (cursor.isAtAny("SELECT", "VALUES", "TABLE")) {
        return "";
      } else {
        cursor.next();
      }
    }
    return "";
  }

  private static String change(String verb, String table, Cursor cursor, Examination examination) {
    changed(verb, table, cursor.hasCondition(), examination);
    return table;
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

  private static String maintenance(Cursor cursor, Examination examination) {
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
      cursor.accept("ONLY");
      lock(schema.key(cursor.name()), cursor, examination);
    } else {
      new PostgresOther(examination).examine(cursor);
    }
    return "";
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
