package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.ForeignKey;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.TableDescription.SoftDeleteColumns;
import dev.persistence.lifecycle.TableIndex;
import dev.persistence.lifecycle.internal.engine.Engine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Generates the statements that make tables bear soft deletes, as the catalog describes them, for a
 * migration to run.
 *
 * <p>They add the two columns where these are missing, replace each unique key that counts deleted
 * rows by one that counts live rows alone (a partial index on PostgreSQL, a computed column in the
 * key on MySQL and MariaDB), and index the deletion's id. What is there already is left out, so
 * that a new scan after a run yields none of these. The statements lock and rebuild as such
 * statements do. Immutable and thread-safe.
 */
public final class SoftDeleteDdl {

  /** The computed column: 1 or TRUE for a live row, and NULL for a deleted one. */
  static final Identifier ALIVE = Identifier.of("alive");

  private static final int LONGEST_NAME = 50;

  private final Catalog catalog;
  private final boolean guards;
  private final @Nullable String viewSuffix;

  private SoftDeleteDdl(Catalog catalog, boolean guards, @Nullable String viewSuffix) {
    this.catalog = catalog;
    this.guards = guards;
    this.viewSuffix = viewSuffix;
  }

  /** Returns the generator for all tables that the catalog describes as soft-deletable. */
  public static SoftDeleteDdl of(Catalog catalog) {
    return new SoftDeleteDdl(Arguments.notNull("catalog", catalog), false, null);
  }

  /**
   * Lets the database itself refuse a live child under a deleted parent: by a second foreign key,
   * which leads to live parents alone, and which PostgreSQL checks at the commit.
   */
  public SoftDeleteDdl withGuards() {
    return new SoftDeleteDdl(catalog, true, viewSuffix);
  }

  /** Makes a view of the live rows of each table, named as the table and then the suffix. */
  public SoftDeleteDdl withLiveViews(String suffix) {
    return new SoftDeleteDdl(catalog, guards, Arguments.notBlank("suffix", suffix));
  }

  /**
   * Returns the statements in the order in which they are run.
   *
   * @throws PlanRefusedException if a unique key cannot be replaced, or a foreign key not be
   *     guarded
   */
  public List<String> statements() {
    List<String> statements = new ArrayList<>();
    List<CatalogTable> tables =
        catalog.tables().stream().filter(CatalogTable::isSoftDeletable).toList();
    tables.forEach(table -> addColumns(table, statements));
    tables.forEach(table -> replaceUniqueKeys(table, statements));
    tables.forEach(table -> addIndex(table, statements));
    if (guards) {
      tables.forEach(table -> addGuards(table, statements));
    }
    if (viewSuffix != null) {
      tables.forEach(table -> statements.add(view(table, viewSuffix)));
    }
    return List.copyOf(statements);
  }

  private boolean isPostgreSql() {
    return Engine.of(catalog.dialect()).isPostgreSql();
  }

  private String quote(Identifier name) {
    return catalog.dialect().quote(name);
  }

  private String quote(TableName name) {
    return catalog.dialect().quote(name);
  }

  private void addColumns(CatalogTable table, List<String> statements) {
    SoftDeleteColumns columns = table.softDeleteColumns();
    String add = "ALTER TABLE " + quote(table.name()) + " ADD COLUMN ";
    if (table.find(columns.deletedAt()).isEmpty()) {
      statements.add(
          add
              + quote(columns.deletedAt())
              + " "
              + Engine.of(catalog.dialect()).words().timeType()
              + " NULL");
    }
    if (table.find(columns.deletionId()).isEmpty()) {
      statements.add(
          add
              + quote(columns.deletionId())
              + " "
              + Engine.of(catalog.dialect()).words().idType()
              + " NULL");
    }
    boolean needsAlive = guards || (!isPostgreSql() && !keysToReplace(table).isEmpty());
    if (needsAlive && table.find(ALIVE).isEmpty()) {
      statements.add(
          add
              + quote(ALIVE)
              + (isPostgreSql() ? " boolean" : " tinyint")
              + " GENERATED ALWAYS AS (CASE WHEN "
              + quote(columns.deletedAt())
              + (isPostgreSql()
                  ? " IS NULL THEN TRUE END) STORED"
                  : " IS NULL THEN 1 END) STORED"));
    }
  }

  private List<TableIndex> keysToReplace(CatalogTable table) {
    return table.uniqueKeys().stream()
        .filter(key -> !(key.plain() && key.columns().containsAll(table.primaryKey())))
        .filter(key -> !table.description().uniqueEver().contains(key.name()))
        .filter(key -> !LiveKeys.countsLiveRowsAlone(table, key))
        .toList();
  }

  private void replaceUniqueKeys(CatalogTable table, List<String> statements) {
    for (TableIndex key : keysToReplace(table)) {
      ReplaceableKey.check(catalog, table, key);
      List<Identifier> columns = new ArrayList<>(key.columns());
      columns.remove(table.softDeleteColumns().deletedAt());
      String index = quote(Identifier.of(name(key.name(), "_live")));
      if (isPostgreSql()) {
        statements.add(
            createUnique(index, table, columns)
                + " WHERE "
                + quote(table.softDeleteColumns().deletedAt())
                + " IS NULL");
        statements.add(
            "ALTER TABLE "
                + quote(table.name())
                + " DROP CONSTRAINT IF EXISTS "
                + quote(key.name()));
        statements.add(
            "DROP INDEX IF EXISTS " + quote(new TableName(table.name().schema(), key.name())));
      } else {
        columns.add(ALIVE);
        statements.add(createUnique(index, table, columns));
        statements.add("DROP INDEX " + quote(key.name()) + " ON " + quote(table.name()));
      }
    }
  }

  private String createUnique(String index, CatalogTable table, List<Identifier> columns) {
    return "CREATE UNIQUE INDEX "
        + index
        + " ON "
        + quote(table.name())
        + " ("
        + catalog.dialect().quote(columns)
        + ")";
  }

  private void addIndex(CatalogTable table, List<String> statements) {
    Identifier column = table.softDeleteColumns().deletionId();
    boolean there =
        table.indexes().stream().anyMatch(index -> index.columns().indexOf(column) == 0);
    if (!there) {
      String where = isPostgreSql() ? " WHERE " + quote(column) + " IS NOT NULL" : "";
      statements.add(
          "CREATE INDEX "
              + quote(Identifier.of(name(table.name().name(), "_deletion")))
              + " ON "
              + quote(table.name())
              + " ("
              + quote(column)
              + ")"
              + where);
    }
  }

  private void addGuards(CatalogTable child, List<String> statements) {
    for (ForeignKey key : child.foreignKeys()) {
      CatalogTable parent = guardedParent(child, key);
      if (parent == null) {
        continue;
      }
      List<Identifier> parentColumns = with(key.parentColumns());
      String create =
          createUnique(
              quote(Identifier.of(name(parent.name().name(), "_alive"))), parent, parentColumns);
      boolean there =
          parent.uniqueKeys().stream().anyMatch(index -> index.columns().equals(parentColumns));
      if (!there && !statements.contains(create)) {
        statements.add(create);
      }
      statements.add(
          "ALTER TABLE "
              + quote(child.name())
              + " ADD CONSTRAINT "
              + quote(Identifier.of(name(key.name(), "_alive")))
              + " FOREIGN KEY ("
              + catalog.dialect().quote(with(key.columns()))
              + ") REFERENCES "
              + quote(parent.name())
              + " ("
              + catalog.dialect().quote(parentColumns)
              + ")"
              + (isPostgreSql() ? " DEFERRABLE INITIALLY DEFERRED" : ""));
    }
  }

  private static List<Identifier> with(List<Identifier> columns) {
    List<Identifier> more = new ArrayList<>(columns);
    more.add(ALIVE);
    return more;
  }

  /** Returns the parent of a key that needs a guard and has none, or null. */
  private @Nullable CatalogTable guardedParent(CatalogTable child, ForeignKey key) {
    boolean ofThisSchema = catalog.schema().equals(key.parent().schema());
    CatalogTable parent = ofThisSchema ? catalog.table(key.parent()) : null;
    boolean guarded =
        key.columns().contains(ALIVE)
            || child.foreignKeys().stream()
                .anyMatch(other -> other.columns().equals(with(key.columns())));
    if (parent == null || !parent.isSoftDeletable() || guarded) {
      return null;
    }
    if (!isPostgreSql() && key.parent().equals(child.name())) {
      throw new PlanRefusedException(
          Reason.UNDECIDED_FOREIGN_KEY,
          child.name(),
          key.columns().get(0),
          new Explanation(
              "The foreign key " + key + " cannot be guarded",
              "it leads to its own table, and " + catalog.dialect() + " checks each row at once",
              "Leave guards out, and ask lockLive before a child is put under a parent"));
    }
    return parent;
  }

  private String view(CatalogTable table, String suffix) {
    SoftDeleteColumns columns = table.softDeleteColumns();
    String shown =
        table.columns().stream()
            .map(Column::name)
            .filter(
                name -> !List.of(columns.deletedAt(), columns.deletionId(), ALIVE).contains(name))
            .map(this::quote)
            .collect(Collectors.joining(", "));
    TableName view =
        new TableName(
            Objects.requireNonNull(table.name().schema()),
            Identifier.of(table.name().name().name() + suffix));
    return "CREATE VIEW "
        + quote(view)
        + " AS SELECT "
        + shown
        + " FROM "
        + quote(table.name())
        + " WHERE "
        + quote(columns.deletedAt())
        + " IS NULL";
  }

  /** A name that is too long with the suffix is replaced by one that is as good as unique. */
  private static String name(Identifier base, String suffix) {
    byte[] bytes = base.name().getBytes(StandardCharsets.UTF_8);
    return (bytes.length > LONGEST_NAME ? UUID.nameUUIDFromBytes(bytes).toString() : base.name())
        + suffix;
  }
}
