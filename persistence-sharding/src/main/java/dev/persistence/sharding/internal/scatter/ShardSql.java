package dev.persistence.sharding.internal.scatter;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.sharding.scatter.Aggregate;
import dev.persistence.sharding.scatter.Order;
import dev.persistence.sharding.scatter.ScatterSpec;
import dev.persistence.sharding.scatter.ScatterSpec.GroupColumn;
import dev.persistence.sharding.scatter.ScatterSpec.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text that one shard gets: the query itself, or one around it that orders, limits or
 * aggregates as far as one shard can. The query's own text is not looked at.
 */
final class ShardSql {

  private static final String FROM = " FROM (";
  private static final String OF_SHARD = ") rows_of_shard";

  private final Dialect dialect;
  private final ScatterSpec spec;

  ShardSql(Dialect dialect, ScatterSpec spec) {
    this.dialect = dialect;
    this.spec = spec;
  }

  SqlFragment around(SqlFragment query) {
    if (!spec.grouping().isNone()) {
      return query.within("SELECT " + computed() + FROM, OF_SHARD + groups());
    }
    int reach = spec.page().reach();
    if (spec.page().order().isEmpty() && reach == Page.NO_LIMIT) {
      return query;
    }
    String limit = reach == Page.NO_LIMIT ? "" : " LIMIT " + reach;
    return query.within("SELECT *" + FROM, OF_SHARD + order() + limit);
  }

  private String order() {
    List<Order> order = spec.page().order();
    return order.isEmpty()
        ? ""
        : " ORDER BY " + order.stream().map(this::term).collect(Collectors.joining(", "));
  }

  private String term(Order order) {
    String compared = compared(order.column(), order.text());
    return dialect.orderTerm(compared, order.descending(), order.nullsFirst());
  }

  private String compared(Identifier column, boolean text) {
    String name = dialect.quote(column);
    return text ? dialect.byCodePoints(name) : name;
  }

  /** The groups' values come first, then the parts of each aggregate. */
  private String computed() {
    List<String> columns = new ArrayList<>();
    for (GroupColumn group : spec.grouping().by()) {
      String name = dialect.quote(group.column());
      columns.add(group.text() ? "MIN(" + name + ") AS " + name : name);
    }
    spec.grouping().aggregates().forEach(aggregate -> columns.addAll(parts(aggregate)));
    return String.join(", ", columns);
  }

  /** An average is made of two: the sum and the count. */
  private List<String> parts(Aggregate aggregate) {
    Identifier column = aggregate.column();
    String name = column == null ? "*" : dialect.quote(column);
    return switch (aggregate.kind()) {
      case COUNT -> List.of("COUNT(" + name + ")");
      case COUNT_DISTINCT -> List.of("COUNT(DISTINCT " + distinct(name, aggregate.text()) + ")");
      case SUM -> List.of("SUM(" + name + ")");
      case AVG -> List.of("SUM(" + name + ")", "COUNT(" + name + ")");
      case MIN, MAX -> List.of(extreme(aggregate, column));
    };
  }

  /** Keys that differ in case are two keys, though not in every collation of MySQL's kind. */
  private String distinct(String name, boolean text) {
    if (text) {
      return dialect.byCodePoints(name);
    }
    return dialect.equals(Dialect.postgreSql()) ? name : "CAST(" + name + " AS BINARY)";
  }

  private String extreme(Aggregate aggregate, @Nullable Identifier column) {
    if (column == null) {
      throw new IllegalArgumentException(
          "column of " + aggregate.kind() + " is null; allowed: any but null");
    }
    String name = dialect.quote(column);
    return aggregate.text()
        ? dialect.extremeByCodePoints(aggregate.kind().name(), name)
        : aggregate.kind() + "(" + name + ")";
  }

  private String groups() {
    List<GroupColumn> by = spec.grouping().by();
    return by.isEmpty()
        ? ""
        : " GROUP BY "
            + by.stream()
                .map(group -> compared(group.column(), group.text()))
                .collect(Collectors.joining(", "));
  }
}
