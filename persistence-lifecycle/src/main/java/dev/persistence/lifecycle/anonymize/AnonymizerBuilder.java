package dev.persistence.lifecycle.anonymize;

import dev.persistence.core.Arguments;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.internal.KeyedHash;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options of an {@link Anonymizer} of one table.
 *
 * <p>Defaults: the columns {@code anonymized_at} and {@code anonymized_policy} say what was done,
 * no throttle. The masks have no defaults: each personal column needs one. Not thread-safe.
 */
public final class AnonymizerBuilder {

  final Catalog catalog;
  final CatalogTable table;
  final Map<Identifier, Mask> masks = new LinkedHashMap<>();
  final KeyedHash hash;
  final String policy;
  Identifier anonymizedAt = Identifier.of("anonymized_at");
  Identifier anonymizedPolicy = Identifier.of("anonymized_policy");
  Throttle throttle = Throttle.none();

  AnonymizerBuilder(Catalog catalog, TableName table, String policy, byte[] key) {
    this.catalog = Arguments.notNull("catalog", catalog);
    this.table = catalog.table(table);
    this.policy = Arguments.name("policy", policy);
    this.hash = new KeyedHash(key);
  }

  /** Says what becomes of the values of a column; the last mask of a column counts. */
  public AnonymizerBuilder mask(String column, Mask mask) {
    masks.put(Identifier.of(column), Arguments.notNull("mask", mask));
    return this;
  }

  /** Names the columns that say when a row was anonymized, and under which policy. */
  public AnonymizerBuilder markers(String at, String policyColumn) {
    this.anonymizedAt = Identifier.of(at);
    this.anonymizedPolicy = Identifier.of(policyColumn);
    return this;
  }

  /** Sets who is asked before each batch. */
  public AnonymizerBuilder throttle(Throttle throttle) {
    this.throttle = Arguments.notNull("throttle", throttle);
    return this;
  }

  /**
   * Returns the anonymizer with these options; touches no row.
   *
   * @throws PlanRefusedException if a mask does not fit its column, or a personal column has none
   */
  public Anonymizer build() {
    return new Anonymizer(this);
  }
}
