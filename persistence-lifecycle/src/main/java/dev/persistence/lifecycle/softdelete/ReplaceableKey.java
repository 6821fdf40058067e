package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Explanation;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.ForeignKey;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.TableIndex;

/** Refuses a unique key that no index over live rows can stand in for. */
final class ReplaceableKey {

  private ReplaceableKey() {}

  static void check(Catalog catalog, CatalogTable table, TableIndex key) {
    if (!key.plain() || key.predicate() != null) {
      throw refused(
          table,
          key,
          "it is over expressions, over the beginnings of texts, or for some rows only",
          "Replace it by one of your own that counts live rows alone");
    }
    for (ForeignKey foreign : catalog.foreignKeysTo(table.name())) {
      if (foreign.parentColumns().equals(key.columns())) {
        throw refused(
            table,
            key,
            "the foreign key " + foreign + " needs it",
            "Let that lead to the primary key, or describe this one by uniqueEver");
      }
    }
  }

  private static PlanRefusedException refused(
      CatalogTable table, TableIndex key, String why, String remedy) {
    return new PlanRefusedException(
        Reason.UNIQUE_KEY_COUNTS_DELETED,
        table.name(),
        key.columns().isEmpty() ? null : key.columns().get(0),
        new Explanation(
            "The unique index \"" + key.name() + "\" of \"" + table + "\" cannot be replaced",
            why,
            remedy));
  }
}
