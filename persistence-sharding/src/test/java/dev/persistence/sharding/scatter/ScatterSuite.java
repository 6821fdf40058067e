package dev.persistence.sharding.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.SeededRandom;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A scattered query is the same query on one database that has all rows; 100 random ones of each
 * kind, times {@code persistence.test.scale}.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ScatterSuite {

  private static final int CASES = 100 * Integer.getInteger("persistence.test.scale", 1);
  private static final List<String> SUMMABLE = List.of("n", "amount", "ratio");

  private final ShardedTable table;
  private final Dialect dialect;

  ScatterSuite(DatabaseCluster<?> cluster) throws SQLException {
    this.table = new ShardedTable(cluster, 400);
    this.dialect = table.dialect();
  }

  @AfterAll
  void close() {
    table.close();
  }

  @Test
  void everyPageIsThatOfOneDatabase() {
    SeededRandom.forAll(
        CASES,
        random -> {
          List<Order> order = new ArrayList<>();
          for (int i = random.between(0, 2); i > 0; i--) {
            order.add(order(random, random.pick(ShardedTable.COLUMNS)));
          }
          order.add(order(random, "id")); // So that there is one order only.
          SqlFragment query = query(random);
          ScatterSpec spec = ScatterSpec.all().orderBy(order.toArray(Order[]::new));
          String page = "";
          if (random.chance(0.7)) {
            int limit = random.between(0, 60);
            int offset = random.between(0, 60);
            spec = spec.limit(limit).offset(offset);
            page = " limit " + limit + " offset " + offset;
          }
          String terms = order.stream().map(this::term).collect(Collectors.joining(", "));
          List<List<@Nullable Object>> expected =
              whole("select * from (" + query.sql() + ") q order by " + terms + page, query);
          ScatterResult<ScatterRow> result = table.sharded().scatter(query, spec);
          assertThat(values(result)).as(() -> terms + query).isEqualTo(expected);
          assertThat(result.isComplete()).isTrue();
        });
  }

  private static SqlFragment query(SeededRandom random) {
    return random.chance(0.5)
        ? SqlFragment.of("select * from item")
        : SqlFragment.of("select * from item where id > ?", (long) random.between(0, 400));
  }

  private static Order order(SeededRandom random, String column) {
    Order order = column.equals("name") ? Order.byText(column) : Order.by(column);
    order = random.chance(0.5) ? order.desc() : order;
    return random.chance(0.5) ? order.withNullsFirst() : order;
  }

  private String term(Order order) {
    String column = dialect.quote(order.column());
    String compared = order.text() ? dialect.byCodePoints(column) : column;
    return dialect.orderTerm(compared, order.descending(), order.nullsFirst());
  }

  @Test
  void everyGroupIsThatOfOneDatabase() {
    SeededRandom.forAll(
        CASES,
        random -> {
          List<String> groups =
              List.of("n", "name", "made").stream().filter(name -> random.chance(0.4)).toList();
          String column = random.pick(SUMMABLE);
          SqlFragment query = query(random);
          ScatterSpec spec =
              ScatterSpec.all()
                  .aggregate(
                      Aggregate.count("rows_of_group"),
                      Aggregate.count(column, "present"),
                      Aggregate.sum(column, "total"),
                      Aggregate.min(column, "least"),
                      Aggregate.max("name", "last").ofText(),
                      Aggregate.countDistinctKeys("id", "ids"));
          for (String group : groups) {
            spec = group.equals("name") ? spec.groupByText(group) : spec.groupBy(group);
          }
          assertThat(sorted(values(table.sharded().scatter(query, spec))))
              .as(() -> groups + " " + column)
              .isEqualTo(sorted(whole(grouped(query.sql(), groups, column), query)));
        });
  }

  private String grouped(String query, List<String> groups, String column) {
    List<String> by = new ArrayList<>();
    List<String> selected = new ArrayList<>();
    for (String group : groups) {
      String name = dialect.quote(Identifier.of(group));
      by.add(group.equals("name") ? dialect.byCodePoints(name) : name);
      selected.add(group.equals("name") ? "min(" + name + ")" : name);
    }
    String name = dialect.quote(Identifier.of(column));
    selected.add("count(*), count(" + name + "), sum(" + name + ")");
    selected.add("min(" + name + ")");
    selected.add(dialect.extremeByCodePoints("MAX", "name") + ", count(distinct id)");
    return "select "
        + String.join(", ", selected)
        + " from ("
        + query
        + ") q"
        + (by.isEmpty() ? "" : " group by " + String.join(", ", by));
  }

  /** How many digits an average has is each engine's own business. */
  @Test
  void averageIsThatOfAllRows() throws SQLException {
    SqlFragment query = SqlFragment.of("select * from item");
    for (String column : SUMMABLE) {
      ScatterSpec spec =
          ScatterSpec.all()
              .groupBy("n")
              .aggregate(Aggregate.avg(column, "mean"))
              .orderBy(Order.by("n"));
      List<List<@Nullable Object>> expected =
          whole(
              "select n, avg("
                  + column
                  + ") from item group by n order by "
                  + dialect.orderTerm("n", false, false),
              query);
      List<ScatterRow> rows = table.sharded().scatter(query, spec).rows();
      assertThat(rows).hasSameSizeAs(expected);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(number(rows.get(i).value("mean")))
            .isCloseTo(number(expected.get(i).get(1)), within(0.001));
      }
    }
  }

  /** No value's average stands for itself. */
  private static double number(@Nullable Object average) {
    return average == null ? -1e9 : Double.parseDouble(average.toString());
  }

  @Test
  void groupsHaveTheirOrderAndPage() throws SQLException {
    SqlFragment query = SqlFragment.of("select * from item");
    ScatterSpec spec =
        ScatterSpec.all()
            .groupBy("n")
            .aggregate(Aggregate.count("c"))
            .orderBy(Order.by("c").desc(), Order.by("n"))
            .limit(3)
            .offset(1);
    String terms = "count(*) desc, " + dialect.orderTerm("n", false, false);
    assertThat(values(table.sharded().scatter(query, spec)))
        .isEqualTo(
            whole(
                "select n, count(*) from item group by n order by " + terms + " limit 3 offset 1",
                query));
  }

  @Test
  void rowsComeOneByOneInTheirOrder() throws SQLException {
    List<Long> ids = new ArrayList<>();
    table
        .sharded()
        .scatterEach(
            SqlFragment.of("select id from item"),
            ScatterSpec.all().orderBy(Order.by("id").desc()).maxBytes(64 << 10),
            row -> ids.add(row.get("id", Long.class)));
    assertThat(ids).hasSize(400).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void groupsAloneAreTheDistinctValues() throws SQLException {
    SqlFragment query = SqlFragment.of("select * from item");
    assertThat(sorted(values(table.sharded().scatter(query, ScatterSpec.all().groupBy("n")))))
        .isEqualTo(sorted(whole("select distinct n from item", query)));
  }

  @Test
  void extremeOfTextNeedsToBeToldThatItIsText() {
    SqlFragment query = SqlFragment.of("select * from item");
    for (Aggregate extreme : List.of(Aggregate.min("name", "m"), Aggregate.max("name", "m"))) {
      assertThatThrownBy(() -> table.sharded().scatter(query, ScatterSpec.all().aggregate(extreme)))
          .isInstanceOf(ScatterException.class)
          .hasMessageContaining("ofText");
    }
  }

  @Test
  void keysThatDifferInCaseAreTwo() throws SQLException {
    SqlFragment query =
        SqlFragment.of("select 'acme' as tenant union all select 'ACME' union all select 'acme'");
    Aggregate tenants = Aggregate.countDistinctKeys("tenant", "tenants");
    for (Aggregate count : List.of(tenants, tenants.ofText())) {
      assertThat(
              table
                  .sharded()
                  .scatter(query, ScatterSpec.of("s1").aggregate(count))
                  .rows()
                  .get(0)
                  .value("tenants"))
          .isEqualTo(2L);
    }
  }

  /** There is no such time in that zone, which must not matter. */
  @Test
  void timestampsAreNotThoseOfTheZoneOfTheJvm() throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "select "
                + (dialect.equals(Dialect.postgreSql())
                    ? "timestamp '2024-03-31 02:30:00'"
                    : "cast('2024-03-31 02:30:00' as datetime)")
                + " as made");
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    table.forgetSessions();
    try {
      assertThat(table.sharded().scatter(query, ScatterSpec.of("s1")).rows().get(0).value("made"))
          .isEqualTo(LocalDateTime.of(2024, 3, 31, 2, 30));
    } finally {
      TimeZone.setDefault(before);
      table.forgetSessions();
    }
  }

  @Test
  void textWithoutACommonOrderIsRefused() {
    assertThatThrownBy(
            () ->
                table
                    .sharded()
                    .scatter(
                        SqlFragment.of("select * from item"),
                        ScatterSpec.all().orderBy(Order.by("name"))))
        .isInstanceOf(ScatterException.class)
        .hasMessageContaining("Order.byText");
  }

  private List<List<@Nullable Object>> whole(String sql, SqlFragment query) throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (Connection connection = table.whole().getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      query.bind(select, 1);
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          List<@Nullable Object> row = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(normal(result.getObject(i)));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static List<List<@Nullable Object>> values(ScatterResult<ScatterRow> result) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (ScatterRow row : result.rows()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < row.labels().size(); i++) {
        values.add(normal(row.value(i)));
      }
      rows.add(values);
    }
    return rows;
  }

  /** Equal numbers may have different types, and digits at their ends. */
  private static @Nullable Object normal(@Nullable Object value) {
    if (value instanceof Timestamp time) {
      return time.toLocalDateTime();
    }
    return value instanceof Number number && !(value instanceof Double)
        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
        : value;
  }

  private static List<String> sorted(List<List<@Nullable Object>> rows) {
    return rows.stream().map(Object::toString).sorted().toList();
  }
}
