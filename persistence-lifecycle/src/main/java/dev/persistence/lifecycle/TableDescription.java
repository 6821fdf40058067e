package dev.persistence.lifecycle;

import dev.persistence.core.sql.Identifier;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the application says about a table.
 *
 * @param described false if it says nothing
 * @param softDelete null if rows are not soft-deleted
 * @param subject the column that says whose row it is, or null
 * @param tenant the column that says which tenant's row it is, or null
 * @param shared whether the rows are no tenant's, but there for all of them
 * @param personal the columns with personal values
 * @param plain the columns of which it is known that they hold nothing personal
 * @param uniqueEver the unique indexes that count deleted rows on purpose
 * @param onDelete what happens to this table's rows, by the name of their foreign key
 */
public record TableDescription(
    boolean described,
    @Nullable SoftDeleteColumns softDelete,
    @Nullable Identifier subject,
    @Nullable Identifier tenant,
    boolean shared,
    Set<Identifier> personal,
    Set<Identifier> plain,
    Set<Identifier> uniqueEver,
    Map<Identifier, OnDelete> onDelete) {

  private static final TableDescription NONE =
      new TableDescription(false, null, null, null, false, Set.of(), Set.of(), Set.of(), Map.of());

  public TableDescription {
    personal = Set.copyOf(personal);
    plain = Set.copyOf(plain);
    uniqueEver = Set.copyOf(uniqueEver);
    onDelete = Map.copyOf(onDelete);
  }

  /**
   * The columns that make a row a deleted one; both are NULL for a live row.
   *
   * @param deletedAt when it was deleted
   * @param deletionId by which deletion
   */
  public record SoftDeleteColumns(Identifier deletedAt, Identifier deletionId) {}

  /** Returns that nothing is said. */
  public static TableDescription none() {
    return NONE;
  }
}
