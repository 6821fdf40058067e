package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.Dialect;
import java.util.List;

/** Where values are that a statement has removed. */
final class Residue {

  /** What neither an erasure nor an export reads, since it is no rows of a table any more. */
  static final String FILES =
      "rows that retention archived into files, until the files are deleted";

  private static final String BOOKS =
      "entries of our own books, consents included, which name the subject by a keyed hash alone;"
          + " they stay";

  private Residue() {}

  static List<String> of(Dialect dialect) {
    return dialect.equals(Dialect.postgreSql()) ? POSTGRESQL : MYSQL;
  }

  private static final List<String> POSTGRESQL =
      List.of(
          "dead rows in the files of tables and indexes, until VACUUM, and the free space that it"
              + " leaves until it is written over or the table is rewritten",
          "the write-ahead log, until it is recycled, and its archive, until that expires",
          "pg_stats (common values and histograms), until the next ANALYZE of the table",
          "replicas and subscribers, until they have replayed the change",
          "backups and copies of the database, until they expire; after a restore the ledger is to"
              + " be replayed",
          FILES,
          BOOKS,
          "logs of the server and of applications, until they expire");

  private static final List<String> MYSQL =
      List.of(
          "the undo log and rows marked as deleted, until purge, and the free space of pages until"
              + " it is written over or the table is rebuilt",
          "the redo log, until it is written over, and the binary log, until it expires",
          "histograms of columns, until the next ANALYZE TABLE",
          "replicas, and their relay logs, until they have replayed the change",
          "backups and copies of the database, until they expire; after a restore the ledger is to"
              + " be replayed",
          FILES,
          BOOKS,
          "logs of the server and of applications, until they expire");

  static List<String> ofStore() {
    return List.of("what the store itself logged, copied or backed up; it does not tell");
  }
}
