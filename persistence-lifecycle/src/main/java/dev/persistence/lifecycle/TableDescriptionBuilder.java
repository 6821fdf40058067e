package dev.persistence.lifecycle;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.TableDescription.SoftDeleteColumns;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an application says about one table.
 *
 * <p>Defaults: not soft-deleted, nobody's, no tenant's, nothing personal; soft-deletable children
 * go with their parent. Not thread-safe.
 */
public final class TableDescriptionBuilder {

  private @Nullable SoftDeleteColumns softDelete;
  private @Nullable Identifier subject;
  private @Nullable Identifier tenant;
  private boolean shared;
  private final Set<Identifier> personal = new LinkedHashSet<>();
  private final Set<Identifier> plain = new LinkedHashSet<>();
  private final Set<Identifier> uniqueEver = new LinkedHashSet<>();
  private final Map<Identifier, OnDelete> onDelete = new LinkedHashMap<>();

  TableDescriptionBuilder() {}

  /** Lets rows be soft-deleted, in the columns {@code deleted_at} and {@code deletion_id}. */
  public TableDescriptionBuilder softDelete() {
    return softDelete("deleted_at", "deletion_id");
  }

  /** Lets rows be soft-deleted, in columns of these names. */
  public TableDescriptionBuilder softDelete(String deletedAt, String deletionId) {
    this.softDelete = new SoftDeleteColumns(Identifier.of(deletedAt), Identifier.of(deletionId));
    return this;
  }

  /** Names the column that says whose row it is, such as {@code customer_id}. */
  public TableDescriptionBuilder subject(String column) {
    this.subject = Identifier.of(column);
    return this;
  }

  /**
   * Names the column that says which tenant's row it is, such as {@code tenant_id}.
   *
   * @throws IllegalArgumentException if it is said that the rows are shared
   */
  public TableDescriptionBuilder tenant(String column) {
    this.tenant = Identifier.of(column);
    return oneOfBoth();
  }

  /**
   * Says that the rows are no tenant's, but there for all of them, such as a list of countries.
   *
   * @throws IllegalArgumentException if a column says which tenant's row it is
   */
  public TableDescriptionBuilder shared() {
    this.shared = true;
    return oneOfBoth();
  }

  private TableDescriptionBuilder oneOfBoth() {
    if (shared && tenant != null) {
      throw new IllegalArgumentException(
          "tenant is \"" + tenant + "\", and the rows are shared; allowed: one of both");
    }
    return this;
  }

  /** Names columns with personal values. */
  public TableDescriptionBuilder personal(String... columns) {
    Arguments.listOf("columns", columns).forEach(column -> personal.add(Identifier.of(column)));
    return this;
  }

  /** Names columns of which it is known that they hold nothing personal. */
  public TableDescriptionBuilder plain(String... columns) {
    Arguments.listOf("columns", columns).forEach(column -> plain.add(Identifier.of(column)));
    return this;
  }

  /**
   * Names unique indexes that count deleted rows on purpose, such as that of an invoice's number.
   */
  public TableDescriptionBuilder uniqueEver(String... indexes) {
    Arguments.listOf("indexes", indexes).forEach(index -> uniqueEver.add(Identifier.of(index)));
    return this;
  }

  /**
   * Says what happens to rows of this table when the parent of a foreign key is soft-deleted.
   *
   * @param foreignKey the name of a foreign key that this table has
   */
  public TableDescriptionBuilder onDelete(String foreignKey, OnDelete action) {
    onDelete.put(Identifier.of(foreignKey), Arguments.notNull("action", action));
    return this;
  }

  TableDescription build() {
    return new TableDescription(
        true, softDelete, subject, tenant, shared, personal, plain, uniqueEver, onDelete);
  }
}
