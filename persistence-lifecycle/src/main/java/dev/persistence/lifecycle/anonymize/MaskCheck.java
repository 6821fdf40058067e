package dev.persistence.lifecycle.anonymize;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.ForeignKey;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.TableIndex;
import java.util.List;

/** Refuses masks that would fail on a row, or leave something personal, before any is touched. */
final class MaskCheck {

  private final AnonymizerBuilder options;
  private final CatalogTable table;

  MaskCheck(AnonymizerBuilder options) {
    this.options = options;
    this.table = options.table;
  }

  void run() {
    table.requirePrimaryKey();
    checkMarkers();
    for (Identifier personal : table.description().personal()) {
      if (!options.masks.containsKey(personal)) {
        throw refused(Reason.DRIFT, personal, "it is personal, and has no mask", "Give it one");
      }
    }
    options.masks.forEach((name, mask) -> check(table.column(name), mask));
  }

  private void checkMarkers() {
    for (Identifier name : List.of(options.anonymizedAt, options.anonymizedPolicy)) {
      Column column = table.column(name);
      boolean at = name.equals(options.anonymizedAt);
      Column.Kind kind = at ? Column.Kind.TIME : Column.Kind.TEXT;
      if (column.kind() != kind || !column.nullable()) {
        throw refused(
            Reason.WRONG_TYPE,
            name,
            "a row that is not anonymized has NULL there, and another one a " + kind,
            "Let it be NULL, and of that type");
      }
      if (!at && column.length() != null && column.length() < options.policy.length()) {
        throw refused(
            Reason.TOO_LONG, name, "the name of the policy is longer", "Take a shorter name");
      }
    }
  }

  private void check(Column column, Mask mask) {
    if (!mask.fits(column.kind()) || column.generation() != null) {
      throw refused(
          Reason.WRONG_TYPE,
          column.name(),
          "it is of type "
              + column.type()
              + " or computed, and the mask \""
              + mask
              + "\" makes values of another",
          "Take nulls() for it, or a mask of its kind");
    }
    if (mask.needsSubject() && table.description().subject() == null) {
      throw refused(
          Reason.NO_SUBJECT,
          column.name(),
          "the mask \"" + mask + "\" is one for each subject, and the table has none",
          "Describe the table with subject(…)");
    }
    checkReferences(column.name());
    if (mask.uniqueness() == Mask.Uniqueness.NULLS && !column.nullable()) {
      throw refused(
          Reason.NOT_NULL, column.name(), "it must not be NULL", "Take another mask for it");
    }
    Integer length = column.length();
    if (length != null && mask.longest() > length) {
      throw refused(
          Reason.TOO_LONG,
          column.name(),
          "the mask \"" + mask + "\" makes " + mask.longest() + " characters of " + length,
          "Take a shorter one, or lengthen the column");
    }
    if (mask.uniqueness() == Mask.Uniqueness.LOSSY) {
      table.uniqueKeys().forEach(key -> checkUnique(column.name(), mask, key));
    }
  }

  private void checkUnique(Identifier column, Mask mask, TableIndex key) {
    if (key.columns().contains(column)) {
      throw refused(
          Reason.NOT_UNIQUE,
          column,
          "the mask \""
              + mask
              + "\" may make one value of two, which the unique index \""
              + key.name()
              + "\" would refuse",
          "Take email() or keyedHash(32)");
    }
  }

  /** A key of a row, or one that leads to another, is not a text to be masked here. */
  private void checkReferences(Identifier column) {
    if (table.primaryKey().contains(column)) {
      throw refused(
          Reason.BROKEN_REFERENCE,
          column,
          "it belongs to the primary key, by which rows are found",
          "Leave the key as it is, and let it be one that says nothing of a person");
    }
    for (ForeignKey key : options.catalog.foreignKeysTo(table.name())) {
      if (key.parentColumns().contains(column)) {
        throw refused(
            Reason.BROKEN_REFERENCE,
            column,
            "the foreign key " + key + " leads to it and would not follow",
            "Let that lead to the primary key");
      }
    }
    for (ForeignKey key : table.foreignKeys()) {
      if (key.columns().contains(column)) {
        throw refused(
            Reason.BROKEN_REFERENCE,
            column,
            "it belongs to the foreign key " + key,
            "Mask the personal columns of \"" + key.parent() + "\" instead");
      }
    }
  }

  private PlanRefusedException refused(
      Reason reason, Identifier column, String why, String remedy) {
    return new PlanRefusedException(
        reason,
        table.name(),
        column,
        new Explanation(
            "Column \"" + column + "\" of \"" + table + "\" cannot be anonymized like this",
            why,
            remedy));
  }
}
