package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Whatever the shards: a change moves the ideal share and not a bucket more. */
class ShardMapPropertyTest {

  private static final Offset<Double> ONE_BUCKET = Offset.offset(1.0);

  @Test
  void oneMoreShardMovesTheIdealShareAndNoBucketBetweenOldShards() {
    ShardMap map = ShardMap.of("s1");
    for (int n = 1; n <= 64; n++) {
      ShardMap grown = map.plus("s" + (n + 1));
      assertGrowth(map, grown, "s" + (n + 1));
      assertBalanced(grown);
      map = grown;
    }
  }

  @Test
  void aFirstMapOfAnySizeGrowsAsWell() {
    for (int n = 1; n <= 64; n++) {
      ShardMapBuilder builder = ShardMap.builder();
      for (int i = 1; i <= n; i++) {
        builder.shard("s" + i);
      }
      ShardMap map = builder.build();
      assertBalanced(map);
      assertGrowth(map, map.plus("new"), "new");
    }
  }

  @Test
  void weightsAreKeptWhateverTheyAre() {
    SeededRandom.forAll(
        150,
        random -> {
          ShardMap map = random(random);
          assertBalanced(map);
          for (int i = 0; i < 5; i++) {
            ShardMap next = changed(map, "n" + i, random);
            assertThat(next.epoch()).isEqualTo(map.epoch() + 1);
            assertThat(ShardMap.decode(next.encode())).isEqualTo(next);
            map = next;
          }
        });
  }

  private static ShardMap random(SeededRandom random) {
    ShardMapBuilder builder = ShardMap.builder().buckets(1 << random.between(9, 14));
    int shards = random.between(1, 20);
    for (int i = 0; i < shards; i++) {
      builder.shard("s" + i, random.between(1, 9));
    }
    return builder.build();
  }

  private static ShardMap changed(ShardMap map, String name, SeededRandom random) {
    if (map.shards().size() > 1 && random.chance(0.4)) {
      String leaver = random.pick(map.shards());
      ShardMap shrunk = map.minus(leaver);
      ReshardPlan plan = ReshardPlan.between(map, shrunk);
      assertThat(plan.moves()).allMatch(move -> move.from().equals(leaver));
      assertThat(plan.movedBuckets()).isEqualTo(map.bucketsOf(leaver));
      return shrunk;
    }
    ShardMap grown = map.plus(name, random.between(1, 9));
    assertGrowth(map, grown, name);
    return grown;
  }

  private static void assertGrowth(ShardMap map, ShardMap grown, String newcomer) {
    ReshardPlan plan = ReshardPlan.between(map, grown);
    assertThat(plan.moves()).allMatch(move -> move.to().equals(newcomer));
    assertThat(plan.movedBuckets()).isEqualTo(grown.bucketsOf(newcomer));
    assertThat((double) plan.movedBuckets()).isCloseTo(due(grown, newcomer), Offset.offset(0.5));
    assertThat(plan.idealShare() * map.buckets())
        .isCloseTo(due(grown, newcomer), Offset.offset(0.001));
    for (String shard : map.shards()) {
      assertThat(grown.bucketsOf(shard)).isLessThanOrEqualTo(map.bucketsOf(shard));
    }
  }

  private static void assertBalanced(ShardMap map) {
    for (String shard : map.shards()) {
      assertThat((double) map.bucketsOf(shard)).isCloseTo(due(map, shard), ONE_BUCKET);
    }
  }

  private static double due(ShardMap map, String shard) {
    List<String> shards = map.shards();
    double total = shards.stream().mapToInt(map::weightOf).sum();
    return map.buckets() * map.weightOf(shard) / total;
  }
}
