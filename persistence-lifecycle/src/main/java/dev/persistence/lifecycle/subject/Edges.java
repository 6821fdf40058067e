package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.ForeignKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The foreign keys of a catalog, and for each archive those of the table whose rows it took, which
 * it lacks itself: to the parents, and to the archives of these.
 */
final class Edges {

  private static final String ARCHIVE = "_archive";

  private final Set<TableName> names = new HashSet<>();
  private final List<Edge> edges = new ArrayList<>();

  private Edges(Catalog catalog) {
    catalog.tables().forEach(table -> names.add(table.name()));
    for (CatalogTable table : catalog.tables()) {
      for (ForeignKey key : table.foreignKeys()) {
        if (!table.isGuard(key) && names.contains(key.parent())) {
          edges.add(new Edge(key, table.description().onDelete().get(key.name()), true));
        }
      }
    }
    for (Edge edge : List.copyOf(edges)) {
      TableName archive = archiveOf(edge.child());
      if (names.contains(archive)) {
        addArchived(catalog.table(archive), edge);
      }
    }
  }

  static List<Edge> of(Catalog catalog) {
    return List.copyOf(new Edges(catalog).edges);
  }

  private static TableName archiveOf(TableName table) {
    return new TableName(
        Objects.requireNonNull(table.schema()), Identifier.of(table.name().name() + ARCHIVE));
  }

  private void addArchived(CatalogTable archive, Edge edge) {
    ForeignKey key = edge.key();
    boolean has = key.columns().stream().allMatch(column -> archive.find(column).isPresent());
    for (TableName parent : List.of(key.parent(), archiveOf(key.parent()))) {
      if (has && names.contains(parent)) {
        edges.add(
            new Edge(
                new ForeignKey(
                    key.name(), archive.name(), key.columns(), parent, key.parentColumns()),
                edge.said(),
                false));
      }
    }
  }
}
