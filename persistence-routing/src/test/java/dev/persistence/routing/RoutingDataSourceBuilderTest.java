package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.consistency.Consistency;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingDataSourceBuilderTest {

  private final DataSource pool = new UnreachableDataSource();

  @Test
  void defaultsAreThoseOfTheDocumentation() {
    RoutingDataSourceConfig config = Configs.of(UnaryOperator.identity());

    assertThat(config.consistency()).isEqualTo(Consistency.session());
    assertThat(config.samplePeriod()).isEqualTo(Duration.ofMillis(50));
    assertThat(config.idleSamplePeriod()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.sampleTimeout()).isEqualTo(Duration.ofMillis(100));
    assertThat(config.maxWait()).isEqualTo(Duration.ofMillis(50));
    assertThat(config.maxLag()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config)
        .hasToString(
            "consistency session, samplePeriod 50 ms (idle 1000 ms, timeout 100 ms),"
                + " maxWait 50 ms, maxLag 10000 ms, silence 1000 ms, borrowTimeout 3000 ms,"
                + " primaryFallbackPercent 25, unsatisfiedToken PRIMARY, dialect PostgreSQL,"
                + " selector power of two, autoRoute false");
  }

  @Test
  void primaryIsNeeded() {
    rejects(builder -> builder.replica("r", pool), "primary is missing");
  }

  @Test
  void secondPrimaryIsRejected() {
    rejects(builder -> builder.primary("a", pool).primary("b", pool), "exactly one");
  }

  @Test
  void sameNameTwiceIsRejected() {
    rejects(builder -> builder.primary("a", pool).replica("a", pool), "\"a\" twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void blankNamesAreRejected(String name) {
    rejects(builder -> builder.primary(name, pool), "node name is blank");
    assertThatThrownBy(() -> RoutingDataSource.builder(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name is blank");
  }

  @Test
  void controlCharactersInNamesAreRejected() {
    rejects(builder -> builder.primary("p\n", pool), "node name has a control character");
    assertThatThrownBy(() -> RoutingDataSource.builder("orders\nforged"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("name has a control character");
  }

  @Test
  @SuppressWarnings("NullAway") // What a caller without a null checker can do.
  void nullIsRejected() {
    rejects(builder -> builder.primary("a", null), "pool of node \"a\" is null");
    rejects(builder -> builder.primary("a", pool, null), "options of node \"a\" is null");
    rejects(builder -> builder.primary(null, pool), "node name is null");
    rejects(builder -> builder.consistency(null), "consistency is null");
    rejects(builder -> builder.dialect(null), "dialect is null");
    rejects(builder -> builder.selector(null), "selector is null");
    rejects(builder -> builder.listener(null), "listener is null");
    rejects(builder -> builder.time(null), "time is null");
    rejects(builder -> builder.maxLag(null), "maxLag is null");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 60_001, Long.MAX_VALUE})
  void durationsOutOfRangeAreRejected(long millis) {
    Duration duration = Duration.ofMillis(millis);

    rejects(builder -> builder.samplePeriod(duration), "samplePeriod is");
    rejects(builder -> builder.idleSamplePeriod(duration), "idleSamplePeriod is");
    rejects(builder -> builder.sampleTimeout(duration), "sampleTimeout is");
  }

  @Test
  void idlePeriodBelowThePeriodIsRejected() {
    rejects(
        builder -> builder.primary("a", pool).idleSamplePeriod(Duration.ofMillis(10)),
        "samplePeriod, which is PT0.05S, or more");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 101})
  void weightOutOfRangeIsRejected(int weight) {
    rejects(
        builder -> builder.replica("r", pool, node -> node.weight(weight)),
        "weight is " + weight + "; allowed: 1 to 100");
  }

  @Test
  void zoneOfNoNodeIsRejectedNamingTheKnownOnes() {
    rejects(
        builder ->
            builder
                .primary("p", pool)
                .replica("r1", pool, node -> node.zone("b"))
                .replica("r2", pool, node -> node.zone("a"))
                .zone("c"),
        "zone is \"c\"; allowed: a zone of some node, which are [a, b]");
    rejects(builder -> builder.replica("r", pool, node -> node.zone(" ")), "zone is blank");
    rejects(builder -> builder.zone(""), "zone is blank");
  }

  @Test
  void zoneOfTheApplicationIsPartOfItsSelector() {
    try (RoutingDataSource source =
        RoutingDataSource.builder("test")
            .primary("p", pool, node -> node.zone("a"))
            .zone("a")
            .build()) {
      assertThat(source.config()).asString().contains("selector power of two, zone a first");
    }
  }

  @Test
  void moreNodesThanBitsAreRejected() {
    rejects(
        builder -> {
          builder.primary("p", pool);
          for (int i = 0; i < 64; i++) {
            builder.replica("r" + i, pool);
          }
          return builder;
        },
        "number of nodes is 65; allowed: 1 to 64");
  }

  private static void rejects(UnaryOperator<RoutingDataSourceBuilder> settings, String message) {
    assertThatThrownBy(() -> settings.apply(RoutingDataSource.builder("test")).build().close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
