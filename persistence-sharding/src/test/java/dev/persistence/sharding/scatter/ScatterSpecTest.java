package dev.persistence.sharding.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A spec has the defaults that it tells of, and refuses what is nonsense. */
class ScatterSpecTest {

  private static void rejects(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void defaultsAreThoseOfTheDocument() {
    ScatterSpec spec = ScatterSpec.all();
    assertThat(spec.shards()).isEmpty();
    assertThat(spec.bounds())
        .isEqualTo(
            new ScatterSpec.Bounds(
                Duration.ofSeconds(5), ScatterPolicy.ALL_OR_ERROR, 32 * 1024 * 1024, null));
    assertThat(spec.page().reach()).isEqualTo(ScatterSpec.Page.NO_LIMIT);
    assertThat(spec.grouping().isNone()).isTrue();
  }

  @Test
  void verbsLeaveTheSpecAsItWas() {
    ScatterSpec.all().limit(3).offset(2).orderBy(Order.by("id")).groupBy("n");
    assertThat(ScatterSpec.all().page().order()).isEmpty();
    assertThat(ScatterSpec.all().grouping().by()).isEmpty();
  }

  @Test
  void pageThatEveryShardWouldHaveToSendIsRejected() {
    assertThat(ScatterSpec.all().limit(20).offset(9_980).page().reach()).isEqualTo(10_000);
    rejects(() -> ScatterSpec.all().limit(20).offset(9_981), "limit + offset is 10001");
    rejects(() -> ScatterSpec.all().offset(10_000).limit(1), "after the last key");
    rejects(() -> ScatterSpec.all().limit(-1), "limit is -1");
    rejects(() -> ScatterSpec.all().offset(-1), "offset is -1");
  }

  @Test
  void nonsenseIsRejected() {
    rejects(() -> ScatterSpec.all().deadline(Duration.ZERO), "deadline is");
    rejects(() -> ScatterSpec.all().maxBytes(1), "maxBytes is 1");
    rejects(() -> ScatterSpec.of(), "shards is empty");
    rejects(() -> Hedge.after(Duration.ZERO), "delay is");
    rejects(() -> Hedge.afterQuantile(1), "quantile is 1.0; allowed: 0.5 to 0.999");
    rejects(() -> Hedge.afterQuantile(Double.NaN), "quantile is NaN");
    rejects(() -> Order.by(""), "identifier is empty");
    rejects(() -> Aggregate.sum("n", " "), "label");
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void nullIsRejectedWhereItIsGiven() {
    rejects(() -> ScatterSpec.all().groupBy((String[]) null), "columns is null");
    rejects(() -> ScatterSpec.all().groupByText("a", null), "columns contains null");
    rejects(() -> new ScatterSpec.Bounds(null, ScatterPolicy.PARTIAL, 1 << 20, null), "deadline");
    rejects(() -> new ScatterSpec.Page(null, 1, 0), "order is null");
    rejects(() -> new ScatterSpec.GroupColumn(null, false), "column is null");
    rejects(() -> new Hedge(null, -1), "quantile is -1.0");
    rejects(() -> Hedge.after(null), "delay is null");
    rejects(() -> new Aggregate(Aggregate.Kind.MIN, null, "least", false), "column is null");
  }

  @Test
  void valuesWithOneLabelAreRejected() {
    ScatterSpec byName = ScatterSpec.all().groupByText("name");
    rejects(() -> byName.groupBy("Name"), "label is \"Name\" a second time");
    rejects(() -> byName.aggregate(Aggregate.count("name")), "label is \"name\"");
    rejects(
        () -> ScatterSpec.all().aggregate(Aggregate.count("n"), Aggregate.sum("a", "n")),
        "label is \"n\"");
    rejects(() -> Aggregate.sum("n", "total").ofText(), "text is told of SUM");
  }
}
