package dev.persistence.lifecycle.retention;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.internal.engine.Engine;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The table that takes the old rows of another: the same stored columns of the same types, the same
 * primary key, and {@code archived_at} if wanted. Stateless.
 */
public final class ArchiveTable {

  static final Identifier ARCHIVED_AT = Identifier.of("archived_at");

  private ArchiveTable() {}

  /**
   * Returns the statement that creates the archive of a table, named as that and then {@code
   * _archive}; without foreign keys and other indexes than that of the primary key.
   */
  public static String ddl(Catalog catalog, TableName table) {
    CatalogTable source = Arguments.notNull("catalog", catalog).table(table);
    source.requirePrimaryKey();
    Dialect dialect = catalog.dialect();
    StringBuilder ddl = new StringBuilder("CREATE TABLE ");
    ddl.append(dialect.quote(nameFor(source))).append(" (");
    for (Column column : stored(source)) {
      ddl.append(dialect.quote(column.name())).append(' ').append(column.type());
      ddl.append(column.nullable() ? " NULL, " : " NOT NULL, ");
    }
    ddl.append(dialect.quote(ARCHIVED_AT)).append(' ');
    ddl.append(Engine.of(dialect).words().timeType());
    ddl.append(" NOT NULL, PRIMARY KEY (").append(dialect.quote(source.primaryKey()));
    return ddl.append("))").toString();
  }

  private static TableName nameFor(CatalogTable source) {
    return new TableName(
        Objects.requireNonNull(source.name().schema()),
        Identifier.of(source.name().name().name() + "_archive"));
  }

  /** Returns the columns whose values are not computed from others. */
  static List<Column> stored(CatalogTable table) {
    return table.columns().stream().filter(column -> column.generation() == null).toList();
  }

  /**
   * Refuses an archive that lacks something of its source, or wants something that this has not.
   */
  static void check(CatalogTable source, CatalogTable archive) {
    for (Column column : stored(source)) {
      Column there = archive.find(column.name()).orElse(null);
      if (there == null) {
        throw drifted(archive, column.name(), "it has no column \"" + column.name() + "\"");
      }
      if (!there.type().equals(column.type()) || there.generation() != null) {
        throw drifted(
            archive,
            column.name(),
            "its column \""
                + column.name()
                + "\" is of type "
                + there.type()
                + ", or computed, and that of the source of type "
                + column.type());
      }
      if (column.nullable() && !there.nullable()) {
        throw drifted(archive, column.name(), "its column \"" + column.name() + "\" is NOT NULL");
      }
    }
    for (Column column : archive.columns()) {
      boolean known = column.name().equals(ARCHIVED_AT) || source.find(column.name()).isPresent();
      if (!known && !column.nullable()) {
        throw drifted(archive, column.name(), "nothing fills its column \"" + column.name() + "\"");
      }
    }
    if (!archive.primaryKey().equals(source.primaryKey())) {
      throw drifted(archive, null, "its primary key is " + archive.primaryKey());
    }
    Identifier subject = source.description().subject();
    if (subject != null && !subject.equals(archive.description().subject())) {
      throw drifted(archive, subject, "it is not described with subject(\"" + subject + "\")");
    }
  }

  private static PlanRefusedException drifted(
      CatalogTable archive, @Nullable Identifier column, String why) {
    return new PlanRefusedException(
        Reason.ARCHIVE_DRIFT,
        archive.name(),
        column,
        new Explanation(
            "Nothing is moved into \"" + archive + "\"",
            why,
            "Make the archive like its source; ArchiveTable.ddl shows how"));
  }
}
