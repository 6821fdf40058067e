package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.CatalogTable;
import java.util.List;

/**
 * The tables of a schema, without descriptions.
 *
 * @param tables in the order of their names
 */
public record Scanned(Identifier schema, List<CatalogTable> tables) {

  public Scanned {
    tables = List.copyOf(tables);
  }
}
