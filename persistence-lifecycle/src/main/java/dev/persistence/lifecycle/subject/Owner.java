package dev.persistence.lifecycle.subject;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/** Whose rows are looked for. */
enum Owner {
  /** One person. */
  SUBJECT,
  /** One of the customers whose data are in the same tables, with all persons it has. */
  TENANT;

  /** Returns the column that names the owner of a row, or null if the table has none. */
  @Nullable Identifier column(CatalogTable table) {
    return this == SUBJECT ? table.description().subject() : table.description().tenant();
  }

  /** Tells whether rows are no owner's, whatever they lead to. */
  boolean isNobodys(CatalogTable table) {
    return this == TENANT && table.description().shared();
  }

  /** Refuses a table to which no way leads. */
  PlanRefusedException unknownFor(CatalogTable table, boolean told) {
    return this == SUBJECT ? noSubject(table, told) : noTenant(table);
  }

  private static PlanRefusedException noSubject(CatalogTable table, boolean told) {
    return new PlanRefusedException(
        Reason.NO_SUBJECT,
        table.name(),
        table.description().personal().stream().findFirst().orElse(null),
        new Explanation(
            "Nothing tells whose the rows of \"" + table + "\" are",
            "it has "
                + (told ? "a rule" : "personal columns")
                + ", no subject column, and no foreign key that cascades from a subject's rows",
            "Describe it with subject(…), or say by a rule what becomes of rows that lead to a"
                + " subject's"));
  }

  private static PlanRefusedException noTenant(CatalogTable table) {
    return new PlanRefusedException(
        Reason.NO_TENANT,
        table.name(),
        null,
        new Explanation(
            "Nothing tells which tenant's the rows of \"" + table + "\" are",
            "it has no tenant column, and no foreign key leads to rows of a tenant",
            "Describe it with tenant(…), or with shared() if its rows are there for all"));
  }
}
