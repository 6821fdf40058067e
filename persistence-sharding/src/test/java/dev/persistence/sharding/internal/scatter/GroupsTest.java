package dev.persistence.sharding.internal.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.sharding.scatter.Aggregate;
import dev.persistence.sharding.scatter.ScatterSpec;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values that are equal in a database are one group, whatever Java has them equal. */
class GroupsTest {

  private static int groupsOf(Object... values) throws SQLException {
    ScatterSpec spec = ScatterSpec.all().groupBy("x").aggregate(Aggregate.count("n"));
    Groups groups = new Groups(spec.grouping(), 1 << 20);
    for (Object value : values) {
      groups.take(List.of("x", "n"), new @Nullable Object[] {value, 1L});
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    groups.into((labels, row) -> rows.add(row), List.of());
    return rows.size();
  }

  @Test
  void equalNumbersAreOneGroup() throws SQLException {
    assertThat(groupsOf(0.0, -0.0)).isEqualTo(1);
    assertThat(groupsOf(1, 1L, new BigDecimal("1.00"))).isEqualTo(1);
    assertThat(groupsOf(Double.NaN, Double.NaN)).isEqualTo(1);
    assertThat(groupsOf(1, 2)).isEqualTo(2);
  }

  @Test
  void equalBytesAreOneGroup() throws SQLException {
    assertThat(groupsOf(new byte[] {1}, new byte[] {1}, new byte[] {2})).isEqualTo(2);
  }

  @Test
  void valuesWhoseEqualityIsNotKnownAreRefused() {
    assertThatThrownBy(() -> groupsOf(new Object()))
        .isInstanceOf(UnfitValuesException.class)
        .hasMessageContaining("cannot be grouped by \"x\"");
    assertThatThrownBy(() -> groupsOf((Object) new int[] {1}))
        .isInstanceOf(UnfitValuesException.class);
  }

  @Test
  void sizeOfWhatOnlyADriverKnowsIsThatOfItsText() {
    Object json =
        new Object() {
          @Override
          public String toString() {
            return "x".repeat(1_000);
          }
        };
    assertThat(Chunk.sizeOf(new @Nullable Object[] {json})).isGreaterThan(2_000);
    assertThat(Chunk.sizeOf(new @Nullable Object[] {1L})).isLessThan(100);
  }
}
