package dev.persistence.lifecycle.anonymize;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures k-anonymity and l-diversity of a table: how small the smallest group of rows is that
 * agree in all quasi-identifiers, and how few different sensitive values a group has.
 *
 * <pre>{@code
 * AnonymityReport report =
 *     AnonymityCheck.of(catalog, TableName.of("patients"), "zip", "age")
 *         .sensitive("illness")
 *         .measure(connection);
 * }</pre>
 *
 * <p>A large k alone misleads: of whom all values are the same, everything is known. Reads the
 * whole table once. Immutable and thread-safe; blocks for the database.
 *
 * @see <a href="https://doi.org/10.1142/S0218488502001648">Sweeney, k-anonymity, 2002</a>
 * @see <a href="https://doi.org/10.1145/1217299.1217302">Machanavajjhala and others, l-diversity,
 *     2007</a>
 */
public final class AnonymityCheck {

  private final Engine engine;
  private final CatalogTable table;
  private final List<Column> quasiIdentifiers;
  private final List<Column> sensitive;

  private AnonymityCheck(
      Engine engine, CatalogTable table, List<Column> quasiIdentifiers, List<Column> sensitive) {
    this.engine = engine;
    this.table = table;
    this.quasiIdentifiers = quasiIdentifiers;
    this.sensitive = sensitive;
  }

  /**
   * Begins a check of the table.
   *
   * @param quasiIdentifiers the columns that others may know of a person, at least one
   * @throws dev.persistence.lifecycle.PlanRefusedException if there is no such table or column
   */
  public static AnonymityCheck of(Catalog catalog, TableName table, String... quasiIdentifiers) {
    CatalogTable found = Arguments.notNull("catalog", catalog).table(table);
    Arguments.inRange("number of quasiIdentifiers", quasiIdentifiers.length, 1, Integer.MAX_VALUE);
    Engine engine = Engine.of(catalog.dialect());
    return new AnonymityCheck(engine, found, columns(found, quasiIdentifiers), List.of());
  }

  private static List<Column> columns(CatalogTable table, String... names) {
    return Arguments.listOf("columns", names).stream()
        .map(name -> table.column(Identifier.of(name)))
        .toList();
  }

  /** Names the columns whose values must not be told. */
  public AnonymityCheck sensitive(String... columns) {
    return new AnonymityCheck(engine, table, quasiIdentifiers, columns(table, columns));
  }

  public AnonymityReport measure(Connection connection) throws SQLException {
    String measures =
        IntStream.range(0, sensitive.size())
            .mapToObj(i -> ", COALESCE(MIN(l" + i + "), 0)")
            .collect(Collectors.joining());
    SqlFragment query =
        SqlFragment.of(
            "SELECT COALESCE(SUM(n), 0), COUNT(*), COALESCE(MIN(n), 0)"
                + measures
                + " FROM (SELECT COUNT(*) AS n"
                + diversities()
                + " FROM "
                + engine.dialect().quote(table.name())
                + " GROUP BY "
                + quasiIdentifiers.stream().map(this::value).collect(Collectors.joining(", "))
                + ") AS g");
    return Sql.rows(connection, query, this::report).get(0);
  }

  private String diversities() {
    List<String> diversities = new ArrayList<>();
    for (Column column : sensitive) {
      String value = value(column);
      diversities.add(
          ", COUNT(DISTINCT "
              + value
              + ") + MAX(CASE WHEN "
              + engine.dialect().quote(column.name())
              + " IS NULL THEN 1 ELSE 0 END) AS l"
              + diversities.size());
    }
    return String.join("", diversities);
  }

  /** A collation might take different texts for one. */
  private String value(Column column) {
    String name = engine.dialect().quote(column.name());
    return column.kind() == Column.Kind.TEXT ? engine.words().text(name) : name;
  }

  private AnonymityReport report(ResultSet row) throws SQLException {
    Map<Identifier, Long> diversity = new LinkedHashMap<>();
    for (int i = 0; i < sensitive.size(); i++) {
      diversity.put(sensitive.get(i).name(), row.getLong(4 + i));
    }
    return new AnonymityReport(row.getLong(1), row.getLong(2), row.getLong(3), diversity);
  }
}
