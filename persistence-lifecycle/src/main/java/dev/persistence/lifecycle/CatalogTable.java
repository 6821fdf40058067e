package dev.persistence.lifecycle;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.TableDescription.SoftDeleteColumns;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table as the database has it, together with what the application says about it.
 *
 * @param name with its schema
 * @param primaryKey in the order of its index; empty if there is none
 * @param indexes all, those of keys included
 * @param foreignKeys those that the table has itself
 * @param description what the application says; {@link TableDescription#none()} if nothing
 */
public record CatalogTable(
    TableName name,
    List<Column> columns,
    List<Identifier> primaryKey,
    List<TableIndex> indexes,
    List<ForeignKey> foreignKeys,
    TableDescription description) {

  public CatalogTable {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    indexes = List.copyOf(indexes);
    foreignKeys = List.copyOf(foreignKeys);
  }

  /** Returns the columns in which age can be told: all that hold days or points in time. */
  public List<Column> timeColumns() {
    return columns.stream().filter(column -> column.kind() == Column.Kind.TIME).toList();
  }

  /** Returns the unique indexes, that of the primary key included. */
  public List<TableIndex> uniqueKeys() {
    return indexes.stream().filter(TableIndex::unique).toList();
  }

  public Optional<Column> find(Identifier column) {
    Arguments.notNull("column", column);
    return columns.stream().filter(each -> each.name().equals(column)).findFirst();
  }

  /**
   * Returns the column.
   *
   * @throws PlanRefusedException if there is none of this name
   */
  public Column column(Identifier column) {
    return find(column)
        .orElseThrow(
            () ->
                new PlanRefusedException(
                    Reason.UNKNOWN_COLUMN,
                    name,
                    column,
                    new Explanation(
                        "The table \"" + name + "\" has no column \"" + column + "\"",
                        "its columns are "
                            + columns.stream()
                                .map(each -> each.name().name())
                                .collect(Collectors.joining(", ")),
                        "Name one of these, in the spelling of the database")));
  }

  /** Returns what makes a row of this table a deleted one. */
  public SoftDeleteColumns softDeleteColumns() {
    SoftDeleteColumns columns = description.softDelete();
    if (columns == null) {
      throw new PlanRefusedException(
          Reason.NOT_SOFT_DELETABLE,
          name,
          null,
          new Explanation(
              "Rows of \"" + name + "\" cannot be soft-deleted",
              "the catalog does not describe the table as soft-deletable",
              "Describe it with softDelete()"));
    }
    return columns;
  }

  /**
   * Refuses a table without a primary key.
   *
   * @throws PlanRefusedException since no row of it could be named
   */
  public void requirePrimaryKey() {
    if (primaryKey.isEmpty()) {
      throw new PlanRefusedException(
          Reason.NO_PRIMARY_KEY,
          name,
          null,
          new Explanation(
              "The table \"" + name + "\" cannot be used",
              "it has no primary key, by which one of its rows could be named",
              "Add one"));
    }
  }

  /** Tells whether one of this table's foreign keys only guards another, by a computed column. */
  public boolean isGuard(ForeignKey key) {
    return key.columns().stream().anyMatch(column -> column(column).generation() != null);
  }

  public boolean isSoftDeletable() {
    return description.softDelete() != null;
  }

  /** Tells whether an index finds the rows with given values of these columns, in any order. */
  public boolean hasIndexFor(List<Identifier> wanted) {
    return indexes.stream().anyMatch(index -> index.finds(wanted));
  }

  CatalogTable with(TableDescription described) {
    return new CatalogTable(name, columns, primaryKey, indexes, foreignKeys, described);
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
