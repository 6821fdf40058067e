package dev.persistence.migrate;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of the larger tests: a first and a last name, which one display name replaces, and what
 * the triggers must make of it, told in Java.
 */
final class People {

  static final String VERSION = "20261121_01";

  private People() {}

  static void create(LiveDatabase database, int rows) throws SQLException {
    database.execute(
        "CREATE TABLE person (id int PRIMARY KEY, first_name varchar(40) NOT NULL,"
            + " last_name varchar(40) NOT NULL, note varchar(40))",
        database.sql(
            "INSERT INTO person SELECT g, 'first' || g, 'last' || g, null FROM generate_series(1, "
                + rows
                + ") g",
            "INSERT INTO person WITH RECURSIVE g (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g"
                + " WHERE n < 1000) SELECT n, concat('first', n), concat('last', n), null FROM"
                + " (SELECT a.n + 1000 * (b.n - 1) AS n FROM g a CROSS JOIN g b) h WHERE n <= "
                + rows));
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

  private static void follow(LiveDatabase database, ColumnChange fullName) {
    fullName
        .notNull()
        .up(database.sql("first_name || ' ' || last_name", "concat(first_name, ' ', last_name)"))
        .down(
            "first_name",
            database.sql("split_part(full_name, ' ', 1)", "substring_index(full_name, ' ', 1)"))
        .down(
            "last_name",
            database.sql(
                "substr(full_name, strpos(full_name, ' ') + 1)",
                "substr(full_name, locate(' ', full_name) + 1)"));
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
