package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.TableDescription.SoftDeleteColumns;
import dev.persistence.lifecycle.TableIndex;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What a soft-deletable table must have, and which of its unique keys count live rows alone. */
final class LiveKeys {

  private LiveKeys() {}

  /** Refuses a table whose columns or unique keys do not bear soft deletes. */
  static void check(CatalogTable table) {
    SoftDeleteColumns columns = table.softDeleteColumns();
    table.requirePrimaryKey();
    for (Identifier name : List.of(columns.deletedAt(), columns.deletionId())) {
      Column column = table.find(name).orElse(null);
      boolean time = name.equals(columns.deletedAt());
      if (column == null
          || !column.nullable()
          || (time && column.kind() != Column.Kind.TIME)
          || column.generation() != null) {
        throw new PlanRefusedException(
            Reason.NOT_SOFT_DELETABLE,
            table.name(),
            name,
            new Explanation(
                "Rows of \"" + table + "\" cannot be soft-deleted",
                "the column \""
                    + name
                    + "\" is missing, or must not be NULL, or is of another type",
                "Run the statements of SoftDeleteDdl for this table"));
      }
    }
    table.uniqueKeys().forEach(key -> checkUnique(table, columns, key));
  }

  private static void checkUnique(CatalogTable table, SoftDeleteColumns columns, TableIndex key) {
    boolean ofOneRow = key.plain() && key.columns().containsAll(table.primaryKey());
    if (ofOneRow || table.description().uniqueEver().contains(key.name())) {
      return;
    }
    if (key.columns().contains(columns.deletedAt())) {
      throw refused(
          table,
          key,
          "it contains \""
              + columns.deletedAt()
              + "\", which is NULL for live rows, and no NULL equals another, so that it"
              + " binds none");
    }
    if (!countsLiveRowsAlone(table, key)) {
      throw refused(
          table, key, "it counts deleted rows too, so that no value of theirs can be taken again");
    }
  }

  private static PlanRefusedException refused(CatalogTable table, TableIndex key, String why) {
    return new PlanRefusedException(
        Reason.UNIQUE_KEY_COUNTS_DELETED,
        table.name(),
        key.columns().isEmpty() ? null : key.columns().get(0),
        new Explanation(
            "The unique index \""
                + key.name()
                + "\" "
                + key.columns()
                + " of \""
                + table
                + "\" does not bear soft deletes",
            why,
            "Replace it by that of SoftDeleteDdl, or describe it by uniqueEver if it is meant so"));
  }

  /** Tells whether the index holds no deleted row, by its predicate or by a computed column. */
  static boolean countsLiveRowsAlone(CatalogTable table, TableIndex key) {
    SoftDeleteColumns columns = table.description().softDelete();
    if (columns == null) {
      return false;
    }
    if (key.predicate() != null) {
      return saysLive(key.predicate(), columns);
    }
    return key.columns().stream()
        .map(table::column)
        .anyMatch(column -> column.generation() != null && saysLive(column.generation(), columns));
  }

  /** Tells whether the predicate holds live rows, and all of them. */
  static boolean holdsAllLiveRows(CatalogTable table, TableIndex key) {
    if (!countsLiveRowsAlone(table, key)) {
      return false;
    }
    String predicate = key.predicate();
    return predicate == null
        || plain(predicate).equals(plain(table.softDeleteColumns().deletedAt().name()) + "isnull");
  }

  private static boolean saysLive(String expression, SoftDeleteColumns columns) {
    return plain(expression).contains(plain(columns.deletedAt().name()) + "isnull");
  }

  /** Databases differ in the marks, blanks and brackets with which they repeat an expression. */
  private static String plain(String expression) {
    return expression.toLowerCase(Locale.ROOT).replaceAll("[\\s()\"`]", "");
  }

  static boolean hasLiveIndexFor(CatalogTable table, List<Identifier> wanted) {
    return table.indexes().stream()
        .filter(index -> index.predicate() != null && holdsAllLiveRows(table, index))
        .map(index -> new TableIndex(index.name(), index.columns(), false, null, index.plain()))
        .anyMatch(index -> index.finds(wanted));
  }

  /** Returns the columns that are unique among live rows, without the computed one. */
  static List<Identifier> columnsOf(CatalogTable table, TableIndex key) {
    return key.columns().stream()
        .filter(name -> Objects.requireNonNull(table.column(name)).generation() == null)
        .toList();
  }
}
