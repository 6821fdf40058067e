package dev.persistence.lifecycle.internal.file;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.OnDelete;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.TableDescriptionBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One thing that a file says of a table. Immutable.
 *
 * @param word the name of the method of {@link TableDescriptionBuilder} that it calls; {@link
 *     #TABLE} for the table itself
 * @param values what that is called with, as texts
 * @param place where it stands
 */
public record Declaration(
    CatalogText text, String table, String word, List<String> values, String place) {

  static final String TABLE = "table";

  public Declaration {
    values = List.copyOf(values);
  }

  private String value() {
    return values.get(0);
  }

  /** Says it, as an application would in its code. */
  public void addTo(TableDescriptionBuilder description) {
    try {
      call(description);
    } catch (IllegalArgumentException refused) {
      throw text.refuse(place, String.valueOf(refused.getMessage()), "Write what is allowed there");
    }
  }

  private void call(TableDescriptionBuilder description) {
    switch (word) {
      case TABLE -> Identifier.of(table); // That it is described is all that is said.
      case "soft-delete" -> {
        if (values.isEmpty()) {
          description.softDelete();
        } else {
          description.softDelete(value(), values.get(1));
        }
      }
      case "subject" -> description.subject(value());
      case "tenant" -> description.tenant(value());
      case "shared" -> description.shared();
      case "personal" -> description.personal(value());
      case "plain" -> description.plain(value());
      case "unique-ever" -> description.uniqueEver(value());
      case "on-delete" -> description.onDelete(value(), action());
      default -> throw new IllegalArgumentException("nothing is known of " + word);
    }
  }

  private OnDelete action() {
    String action = values.get(1);
    for (OnDelete each : OnDelete.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(action)) {
        return each;
      }
    }
    throw text.refuse(
        place,
        "\"" + action + "\" is none of the things that happen to children",
        "Write one of " + Arrays.toString(OnDelete.values()).toLowerCase(Locale.ROOT));
  }

  /** Refuses a name that the database does not have. */
  public void check(Catalog database) {
    Identifier name = Identifier.of(table);
    CatalogTable found =
        database.tables().stream()
            .filter(each -> each.name().name().equals(name))
            .findFirst()
            .orElseThrow(() -> text.unknown(this, Reason.UNKNOWN_TABLE, null, "table " + table));
    boolean known =
        switch (word) {
          case "subject", "tenant", "personal", "plain" ->
              found.find(Identifier.of(value())).isPresent();
          case "on-delete" ->
              found.foreignKeys().stream().anyMatch(key -> key.name().name().equals(value()));
          case "unique-ever" ->
              found.indexes().stream().anyMatch(index -> index.name().name().equals(value()));
          default -> true; // The columns of a soft delete may be yet to come.
        };
    if (!known) {
      throw unknown(found.name());
    }
  }

  private RuntimeException unknown(TableName of) {
    String where = " of the table \"" + of + "\"";
    return switch (word) {
      case "on-delete" ->
          text.unknown(
              this, Reason.UNDECIDED_FOREIGN_KEY, null, "foreign key \"" + value() + "\"" + where);
      case "unique-ever" ->
          text.unknown(this, Reason.UNKNOWN_COLUMN, null, "index \"" + value() + "\"" + where);
      default ->
          text.unknown(
              this,
              Reason.UNKNOWN_COLUMN,
              Identifier.of(value()),
              "column \"" + value() + "\"" + where);
    };
  }
}
