package dev.persistence.migrate.internal.lint;

import dev.persistence.migrate.internal.lint.Examination.Advice;

/** What fails an old version of the application, in the same words on every database. */
final class Breaking {

  private Breaking() {}

  static Advice dropColumn(String table, String column) {
    return new Advice(
        "an old version of the application fails that still uses " + table + "." + column,
        "dropColumn(\""
            + column
            + "\") of a Migration, which drops it in the contract phase once nobody uses it");
  }

  static Advice renameColumn(String column, String newName) {
    return new Advice(
        "an old version of the application fails, which knows the column as " + column,
        "renameColumn(\""
            + column
            + "\", \""
            + newName
            + "\") of a Migration, which keeps both names in step until the contract phase");
  }

  static Advice renameTable(String table, String newName, boolean viewWrites) {
    return new Advice(
        "an old version of the application fails, which knows the table as " + table,
        viewWrites
            ? "In one transaction with it: CREATE VIEW "
                + table
                + " AS SELECT * FROM "
                + newName
                + ", which takes reads and writes until the contract phase"
            : "RENAME TABLE, then CREATE VIEW "
                + table
                + " AS SELECT * FROM "
                + newName
                + ", with a moment between in which old versions fail; or leave the name as it is");
  }

  static void move(KnownTable table, String column, String newName) {
    KnownColumn known = table.columns().remove(column);
    if (known != null) {
      table.columns().put(newName, known);
    }
  }
}
