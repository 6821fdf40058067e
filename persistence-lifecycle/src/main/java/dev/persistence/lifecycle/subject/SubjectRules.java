package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.internal.engine.Engine;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of rows of the tables of a database, where it is not that they are deleted.
 *
 * @param anonymizers by table
 * @param kept why rows stay, by table
 * @param deleted tables of which it is said that rows are deleted
 */
record SubjectRules(
    Map<TableName, Anonymizer> anonymizers, Map<TableName, String> kept, Set<TableName> deleted) {

  SubjectRules {
    anonymizers = Map.copyOf(anonymizers);
    kept = Map.copyOf(kept);
    deleted = Set.copyOf(deleted);
  }

  /**
   * Returns the rules of who reads alone: whatever is not shared belongs to a tenant, and stays.
   */
  static SubjectRules keepAllOfTenants(Catalog catalog) {
    Engine engine = Engine.of(catalog.dialect());
    Map<TableName, String> kept = new HashMap<>();
    for (CatalogTable table : catalog.tables()) {
      if (!Owner.TENANT.isNobodys(table) && !engine.isOurs(table.name())) {
        kept.put(table.name(), "it is read");
      }
    }
    return new SubjectRules(Map.of(), kept, Set.of());
  }

  boolean isTold(TableName table) {
    return anonymizers.containsKey(table) || kept.containsKey(table) || deleted.contains(table);
  }

  /** Returns what becomes of the subject's rows in the table. */
  Action action(TableName table) {
    if (anonymizers.containsKey(table)) {
      return Action.ANONYMIZE;
    }
    return kept.containsKey(table) ? Action.KEEP : Action.DELETE;
  }
}
