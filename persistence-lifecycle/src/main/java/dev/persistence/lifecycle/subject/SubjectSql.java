package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.internal.Holds;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Engine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Conditions that a row is the owner's, or may go; the owner is a subject or a tenant. */
final class SubjectSql {

  private static final SqlFragment NONE = SqlFragment.of("1 = 0");

  /** A condition on the column that says whose a row is. */
  private interface Named {
    SqlFragment of(Column column, String alias);
  }

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

  private final SubjectGraph graph;
  private final String owner;
  private final Engine engine;
  private final RowSql rows;
  private final Holds holds;

  SubjectSql(SubjectGraph graph, String owner) {
    this.graph = graph;
    this.owner = owner;
    this.engine = Engine.of(graph.catalog().dialect());
    this.rows = new RowSql(graph.catalog());
    this.holds = new Holds(graph.catalog());
  }

  /** Returns the condition that the row of this alias is the owner's. */
  SqlFragment owned(CatalogTable table, String alias) {
    return belongs(table, alias, this::named, new HashSet<>());
  }

  /** Returns the condition that the row of this alias is, by one of its ways, another's. */
  SqlFragment foreign(CatalogTable table, String alias) {
    return belongs(
        table, alias, (column, of) -> named(column, of).within("NOT (", ")"), new HashSet<>());
  }

  private SqlFragment belongs(CatalogTable table, String alias, Named named, Set<TableName> path) {
    Identifier column = graph.owner().column(table);
    if (column != null) {
      return named.of(table.column(column), alias);
    }
    path.add(table.name());
    SqlFragment any = null;
    for (Edge edge : graph.ways(table.name())) {
      if (!path.contains(edge.parent())) {
        CatalogTable parent = graph.catalog().table(edge.parent());
        String next = "p" + path.size();
        SqlFragment leads = exists(edge, alias, next, belongs(parent, next, named, path));
        any = any == null ? leads : or(any, leads);
      }
    }
    path.remove(table.name());
    return any == null ? NONE : any;
  }

  private static SqlFragment or(SqlFragment one, SqlFragment other) {
    List<@Nullable Object> both = new ArrayList<>(one.values());
    both.addAll(other.values());
    return SqlFragment.of("(" + one.sql() + ") OR (" + other.sql() + ")", both.toArray());
  }

  private SqlFragment exists(Edge edge, String alias, String parent, SqlFragment condition) {
    List<Identifier> columns = edge.key().columns();
    String from = "EXISTS (SELECT 1 FROM " + rows.quote(edge.parent()) + " " + parent + " WHERE ";
    String joined = engine.words().equal(alias, columns, parent, edge.key().parentColumns());
    return condition.within(from + joined + " AND (", "))");
  }

  /** By the column's own type, so that an index finds it, and by its very text. */
  private SqlFragment named(Column column, String alias) {
    String name = engine.words().column(alias, column.name());
    Optional<SqlFragment> same = same(column, name);
    SqlFragment exactly = SqlFragment.of(engine.words().text(name) + " = ?", owner);
    return same.map(condition -> condition.and(exactly)).orElse(NONE);
  }

  private Optional<SqlFragment> same(Column column, String name) {
    String equal = name + " = " + column.parameter();
    try {
      if (column.kind() == Column.Kind.NUMBER) {
        // A number that is too large for the column must find nothing, and not fail.
        String cast = isWhole() ? "CAST(? AS bigint)" : "CAST(? AS numeric)";
        return Optional.of(
            SqlFragment.of(
                engine.isPostgreSql() ? name + " = " + cast : equal,
                isWhole() ? Long.valueOf(owner) : new BigDecimal(owner)));
      }
      boolean uuid = column.type().equals("uuid");
      return Optional.of(SqlFragment.of(equal, uuid ? UUID.fromString(owner) : owner));
    } catch (IllegalArgumentException other) {
      return Optional.empty(); // No value of this column has such a text.
    }
  }

  private boolean isWhole() {
    return WHOLE.matcher(owner).matches();
  }

  /** Returns the condition that the row's foreign key is not NULL. */
  SqlFragment leads(Edge edge, String alias) {
    return SqlFragment.of(
        edge.key().columns().stream()
            .map(column -> engine.words().column(alias, column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND ")));
  }

  /** Returns the condition that a row leads to one of the subject's that no hold keeps. */
  SqlFragment leading(Edge edge, String alias) {
    CatalogTable parent = graph.catalog().table(edge.parent());
    return exists(edge, alias, "q", owned(parent, "q").and(free(parent, "q")));
  }

  SqlFragment free(CatalogTable table, String alias) {
    return holds.free(table, alias);
  }

  /** Returns the condition that nothing leads to the row, be it by an archive's lost key. */
  @Nullable SqlFragment unneeded(CatalogTable table, String alias) {
    SqlFragment all = null;
    for (Edge edge : graph.edgesTo(table.name())) {
      if (edge.enforced() || graph.deletes(edge.child())) {
        String join =
            engine.words().equal("k", edge.key().columns(), alias, edge.key().parentColumns());
        SqlFragment none =
            SqlFragment.of(
                "NOT EXISTS (SELECT 1 FROM " + rows.quote(edge.child()) + " k WHERE " + join + ")");
        all = all == null ? none : all.and(none);
      }
    }
    return all;
  }
}
