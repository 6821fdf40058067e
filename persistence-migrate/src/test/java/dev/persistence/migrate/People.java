package dev.persistence.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of the larger tests: a first and a last name, which one display name replaces, and what
 * the triggers must make of it, told in Java; and the same names in tables for other operations.
 */
final class People {

  static final String VERSION = "20261121_01";

  private People() {}

  static void create(LiveDatabase database, int rows) throws SQLException {
    database.execute(
        "CREATE TABLE person (id int PRIMARY KEY, first_name varchar(40) NOT NULL,"
            + " last_name varchar(40) NOT NULL, note varchar(40))",
        fill(database, "person", "concat('first', n), concat('last', n)", rows));
  }

  /** A table in which both names are one. */
  static void createJoined(LiveDatabase database, String table, int rows) throws SQLException {
    database.execute(
        "CREATE TABLE "
            + table
            + " (id int PRIMARY KEY, full_name varchar(81) NOT NULL, note varchar(40))",
        fill(database, table, "concat('first', n, ' last', n)", rows));
  }

  private static String fill(LiveDatabase database, String table, String names, int rows) {
    return "INSERT INTO "
        + table
        + " SELECT n, "
        + names
        + ", null FROM "
        + database.sql(
            "generate_series(1, " + rows + ") n",
            "(WITH RECURSIVE g (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < 1000)"
                + " SELECT a.n + 1000 * (b.n - 1) AS n FROM g a CROSS JOIN g b) h WHERE n <= "
                + rows);
  }

  /** The tables of {@link #mergingAndSplitting}. */
  static void createBoth(LiveDatabase database, int rows) throws SQLException {
    create(database, rows);
    createJoined(database, "joined", rows);
  }

  /** Returns the rows of those tables, as they are when all is done. */
  static List<String> rowsOfBoth(LiveDatabase database) throws SQLException {
    List<String> rows = new ArrayList<>();
    rows.addAll(database.rows("SELECT id, full_name, note FROM person ORDER BY id"));
    rows.addAll(database.rows("SELECT id, first_name, last_name FROM joined ORDER BY id"));
    return rows;
  }

  static Migration migration(LiveDatabase database) {
    return Migration.define(VERSION, "one display name")
        .table(
            "person",
            t -> {
              follow(database, t.addColumn("full_name", "varchar(81)"));
              t.createIndex("person_full_name", "full_name");
            });
  }

  /** The same by another operation. */
  static Migration merging(LiveDatabase database) {
    List<String> old = List.of("first_name", "last_name");
    return Migration.define(VERSION, "one display name")
        .table("person", t -> follow(database, t.mergeColumns(old, "full_name", "varchar(81)")));
  }

  /** The other way round. */
  static Migration splitting(LiveDatabase database, String table) {
    return Migration.define(VERSION, "two names").table(table, t -> split(database, t));
  }

  private static void split(LiveDatabase database, TableChanges table) {
    SplitChange name = table.splitColumn("full_name", "concat(first_name, ' ', last_name)");
    name.into("first_name", "varchar(40)").notNull().up(first(database, "full_name"));
    name.into("last_name", "varchar(40)").notNull().up(last(database, "full_name"));
  }

  /** Both in one migration, each in a table of its own, and more. */
  static Migration mergingAndSplitting(LiveDatabase database) {
    return merging(database)
        .table("person", t -> t.createIndex("person_full_name", "full_name"))
        .table("joined", t -> split(database, t));
  }

  private static String first(LiveDatabase database, String name) {
    return database.sql("split_part(", "substring_index(") + name + ", ' ', 1)";
  }

  private static String last(LiveDatabase database, String name) {
    String place = database.sql("strpos(" + name + ", ' ')", "locate(' ', " + name + ")");
    return "substr(" + name + ", " + place + " + 1)";
  }

  private static void follow(LiveDatabase database, ColumnChange fullName) {
    fullName
        .notNull()
        .up(database.sql("first_name || ' ' || last_name", "concat(first_name, ' ', last_name)"))
        .down("first_name", first(database, "full_name"))
        .down("last_name", last(database, "full_name"));
  }

  /**
   * A row as it should be.
   *
   * @param full null for as long as nobody has filled it
   */
  record Row(String first, String last, @Nullable String full, String note) {

    static String up(String first, String last) {
      return first + " " + last;
    }

    static Row ofOld(String first, String last, String note) {
      return new Row(first, last, up(first, last), note);
    }

    static Row ofNew(String full, String note) {
      int blank = full.indexOf(' ');
      String first = blank < 0 ? full : full.substring(0, blank);
      return new Row(first, full.substring(blank + 1), full, note);
    }

    /** An old client wrote these; the new side follows if they mean something else now. */
    Row byOld(String newFirst, String newLast, String newNote) {
      boolean means = !up(newFirst, newLast).equals(up(first, last));
      return new Row(newFirst, newLast, means ? up(newFirst, newLast) : full, newNote);
    }

    /** A new client wrote these; the old side follows if it says something else. */
    Row byNew(String newFull, String newNote) {
      if (newFull.equals(full) || newFull.equals(up(first, last))) {
        return new Row(first, last, newFull, newNote);
      }
      return ofNew(newFull, newNote);
    }

    Row filled() {
      return full == null ? ofOld(first, last, note) : this;
    }
  }
}
