package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ReshardPlanTest {

  private final ShardMap map = ShardMap.of("s1", "s2", "s3", "s4");

  @Test
  void planTellsWhatMovesFromWhereToWhere() {
    ReshardPlan plan = ReshardPlan.between(map, map.plus("s5"));
    assertThat(plan)
        .hasToString(
            """
            epoch 1 -> 2: 819 of 4096 buckets move, 20.00 % (ideal 20.00 %)
                 820-1023    204  s1 -> s5
                1843-2047    205  s2 -> s5
                2867-3071    205  s3 -> s5
                3891-4095    205  s4 -> s5""");
    assertThat(plan.moves().get(0))
        .isEqualTo(new BucketMove(new BucketRange(820, 1023), "s1", "s5"));
    assertThat(plan.movedShare()).isEqualTo(819 / 4096.0);
    assertThat(plan.idealShare()).isEqualTo(0.2);
  }

  @Test
  void nothingMovesBetweenEqualMaps() {
    ReshardPlan plan = ReshardPlan.between(map, map);
    assertThat(plan.moves()).isEmpty();
    assertThat(plan.movedShare()).isZero();
    assertThat(plan.idealShare()).isZero();
  }

  @Test
  void assignedBucketsMoveThoughNoWeightAsksForIt() {
    ReshardPlan plan = ReshardPlan.between(map, map.assign(new BucketRange(0, 1535), "s3"));
    assertThat(plan.moves())
        .containsExactly(
            new BucketMove(new BucketRange(0, 1023), "s1", "s3"),
            new BucketMove(new BucketRange(1024, 1535), "s2", "s3"));
    assertThat(plan.idealShare()).isZero();
  }

  @Test
  void leaverGivesAllItHas() {
    ReshardPlan plan = ReshardPlan.between(map, map.minus("s2"));
    assertThat(plan.movedBuckets()).isEqualTo(1024);
    assertThat(plan.idealShare()).isBetween(0.2499, 0.2501);
  }

  @Test
  void mapsOfOtherSizeHaveNoDifference() {
    ShardMap other = ShardMap.builder().buckets(8).shard("s1").build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReshardPlan.between(map, other))
        .withMessage("to.buckets() is 8; allowed: 4096");
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void nullIsNoMap() {
    assertThatIllegalArgumentException().isThrownBy(() -> ReshardPlan.between(map, null));
    assertThatIllegalArgumentException().isThrownBy(() -> ReshardPlan.between(null, map));
    assertThatIllegalArgumentException().isThrownBy(() -> map.assign(null, "s1"));
    assertThatIllegalArgumentException().isThrownBy(() -> map.mark(null, BucketState.SERVING));
    HashResolver resolver = Resolvers.hash(KeyType.INT8).build(map);
    assertThatIllegalArgumentException().isThrownBy(() -> resolver.refresh(null));
  }
}
