package dev.persistence.lifecycle.subject;

import dev.persistence.lifecycle.internal.Told;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an erasure did in one store. Its text does not show the message of the failure.
 *
 * @param tables in the order of the steps
 * @param residue where values may be that no statement reaches, and until when
 * @param failure why the store did not answer to the end, or null
 */
public record StoreErasure(
    String store, List<TableErasure> tables, List<String> residue, @Nullable Exception failure) {

  public StoreErasure {
    tables = List.copyOf(tables);
    residue = List.copyOf(residue);
  }

  /** Tells whether the store did all that was asked of it; it may have kept rows on purpose. */
  public boolean answered() {
    return failure == null;
  }

  /**
   * Returns the failure without the message of a database or store, which may have values in it.
   */
  @Nullable String told() {
    return Told.of(failure);
  }

  @Override
  public String toString() {
    return "StoreErasure[store=%s, tables=%s, residue=%s, failure=%s]"
        .formatted(store, tables, residue, told());
  }
}
