package dev.persistence.lifecycle.internal;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.ForeignKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ways from a table without a subject column to the tables that tell whose its rows are: along
 * its foreign keys, up to the first table with such a column.
 *
 * <p>An archive has no foreign keys; it takes those of its source, each to the parent and to the
 * parent's archive. Guards and keys that lead back to a table of the way are not followed.
 */
final class Owners {

  private static final String ARCHIVE = "_archive";

  private final Catalog catalog;

  Owners(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * One way to a subject.
   *
   * @param steps from the table on, at least one
   * @param owner to which the last step leads
   */
  record Way(List<ForeignKey> steps, CatalogTable owner) {

    Way {
      steps = List.copyOf(steps);
    }
  }

  /** Returns all ways; none if the table has a subject column itself. */
  List<Way> ways(CatalogTable table) {
    List<Way> ways = new ArrayList<>();
    if (table.description().subject() == null) {
      follow(table, List.of(), ways);
    }
    return ways;
  }

  private void follow(CatalogTable table, List<ForeignKey> steps, List<Way> ways) {
    Set<TableName> passed = new HashSet<>(Set.of(table.name()));
    steps.forEach(step -> passed.add(step.child()));
    for (ForeignKey key : keys(table)) {
      if (passed.contains(key.parent())) {
        continue;
      }
      List<ForeignKey> further = new ArrayList<>(steps);
      further.add(key);
      CatalogTable parent = catalog.table(key.parent());
      if (parent.description().subject() == null) {
        follow(parent, further, ways);
      } else {
        ways.add(new Way(further, parent));
      }
    }
  }

  private List<ForeignKey> keys(CatalogTable table) {
    CatalogTable source = sourceOf(table);
    List<ForeignKey> keys = new ArrayList<>();
    for (ForeignKey key : (source == null ? table : source).foreignKeys()) {
      if ((source == null ? table : source).isGuard(key) || !isKnown(key.parent())) {
        continue;
      }
      keys.add(from(table, key, key.parent()));
      TableName archived = named(key.parent(), key.parent().name().name() + ARCHIVE);
      if (source != null && isKnown(archived)) {
        keys.add(from(table, key, archived));
      }
    }
    return keys;
  }

  private static ForeignKey from(CatalogTable child, ForeignKey key, TableName parent) {
    return new ForeignKey(key.name(), child.name(), key.columns(), parent, key.parentColumns());
  }

  private @Nullable CatalogTable sourceOf(CatalogTable table) {
    String name = table.name().name().name();
    if (!table.foreignKeys().isEmpty() || !name.endsWith(ARCHIVE) || name.equals(ARCHIVE)) {
      return null;
    }
    TableName source = named(table.name(), name.substring(0, name.length() - ARCHIVE.length()));
    return isKnown(source) ? catalog.table(source) : null;
  }

  private static TableName named(TableName beside, String name) {
    return new TableName(beside.schema(), Identifier.of(name));
  }

  private boolean isKnown(TableName name) {
    return catalog.tables().stream().anyMatch(table -> table.name().equals(name));
  }
}
