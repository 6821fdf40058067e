package dev.persistence.lifecycle.partition;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Refuses an archive whose partition one of the source cannot become. Stateless. */
final class PartitionArchive {

  private PartitionArchive() {}

  static void check(Connection connection, PartitionedTable source, PartitionedTable archive)
      throws SQLException {
    if (!Objects.equals(source.sql.key(connection), archive.sql.key(connection))) {
      throw drifted(archive.table, null, "it is partitioned by another column than its source");
    }
    check(source.table, archive.table);
  }

  private static void check(CatalogTable source, CatalogTable archive) {
    for (Column column : source.columns()) {
      String why = fault(column, archive.find(column.name()).orElse(null));
      if (why != null) {
        throw drifted(archive, column.name(), why);
      }
    }
    for (Column column : archive.columns()) {
      if (source.find(column.name()).isEmpty()) {
        String why = "its column \"" + column.name() + "\" is not in the source";
        throw drifted(archive, column.name(), why);
      }
    }
    Identifier subject = source.description().subject();
    if (subject != null && !subject.equals(archive.description().subject())) {
      // Else no hold on a subject would keep the rows once they are there.
      throw drifted(archive, subject, "it is not described with subject(\"" + subject + "\")");
    }
  }

  private static @Nullable String fault(Column column, @Nullable Column there) {
    String its = "its column \"" + column.name() + "\" is ";
    if (there == null) {
      return "it has no column \"" + column.name() + "\"";
    }
    if (!there.type().equals(column.type())) {
      return its + "of type " + there.type() + ", and that of the source of type " + column.type();
    }
    if ((there.generation() == null) != (column.generation() == null)) {
      return its + (there.generation() == null ? "not " : "") + "computed";
    }
    return column.nullable() && !there.nullable() ? its + "NOT NULL" : null;
  }

  private static PlanRefusedException drifted(
      CatalogTable archive, @Nullable Identifier column, String why) {
    return new PlanRefusedException(
        Reason.ARCHIVE_DRIFT,
        archive.name(),
        column,
        new Explanation(
            "No partition becomes one of \"" + archive + "\"",
            why,
            "Make the archive like its source, partitioned alike, and scan the catalog anew"));
  }
}
