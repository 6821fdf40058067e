package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.sharding.hash.HashScheme;
import dev.persistence.sharding.id.BucketIds;
import dev.persistence.sharding.id.UuidV7;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The examples of docs/sharding.md, and what it says of them. */
class ShardingExamplesTest {

  private static final int KEYS = 1_000_000;

  @Test
  void exampleOfHash() {
    HashResolver resolver = Resolvers.hash(KeyType.INT8).build(ShardMap.of("s1", "s2", "s3", "s4"));
    String shard = resolver.shardOf(4711L);
    assertThat(resolver.shards()).contains(shard);
  }

  @Test
  void exampleOfGrowth() {
    HashResolver resolver = Resolvers.hash(KeyType.INT8).build(ShardMap.of("s1", "s2", "s3", "s4"));
    ShardMap now = resolver.map();
    ShardMap next = now.plus("s5");
    ReshardPlan plan = ReshardPlan.between(now, next);
    String table = plan.toString(); // What moves, from where to where; then move the rows, then:
    resolver.refresh(next);
    assertThat(table).startsWith("epoch 1 -> 2: 819 of 4096 buckets move, 20.00 % (ideal 20.00 %)");
    assertThat(resolver.map()).isEqualTo(ShardMap.decode(next.encode()));
  }

  @Test
  void exampleOfAnEnginesHash() {
    HashResolver resolver =
        Resolvers.hash(KeyType.INT8, HashScheme.postgres(0))
            .build(ShardMap.builder().buckets(4_096).shard("s1").shard("s2", 2).build());
    assertThat(resolver.scheme().name()).isEqualTo("postgres-extended/1:0");
  }

  @Test
  void exampleOfRanges() {
    ShardResolver byYear =
        Resolvers.range(KeyType.INT8)
            .below(LocalDate.of(2026, 1, 1).toEpochDay(), "archive")
            .from(LocalDate.of(2026, 1, 1).toEpochDay(), "current")
            .build(List.of("archive", "current"));
    assertThat(byYear.shardOf(LocalDate.of(2026, 1, 1).toEpochDay())).isEqualTo("current");
  }

  @Test
  void exampleOfRegions() {
    ShardResolver byRegion =
        Resolvers.geo(KeyType.TEXT, tenant -> tenant.split("-", 2)[0])
            .region("eu", Resolvers.hash(KeyType.TEXT).build(List.of("eu1", "eu2")))
            .region("us", Resolvers.hash(KeyType.TEXT).build(List.of("us1")))
            .build(List.of("eu1", "eu2", "us1"));
    assertThat(byRegion.shardOf("us-4711")).isEqualTo("us1");
  }

  @Test
  void exampleOfIds() {
    UUID order = UuidV7.system().next(); // In order of time.
    BucketIds ids = BucketIds.builder().build();
    long id = ids.next(17); // With its bucket, for Resolvers.hash(INT8, HashScheme.embedded()).
    assertThat(order.version()).isEqualTo(7);
    assertThat(ids.bucketOf(id)).isEqualTo(17);
  }

  @Test
  void moduloMovesFourOfFiveKeysWhereBucketsMoveOne() {
    HashResolver four = Resolvers.hash(KeyType.INT8).build(ShardMap.of("s1", "s2", "s3", "s4"));
    HashResolver five = Resolvers.hash(KeyType.INT8).build(four.map().plus("s5"));
    long byModulo = keys().filter(key -> key % 4 != key % 5).count();
    long byBuckets = keys().filter(key -> !four.shardOf(key).equals(five.shardOf(key))).count();
    assertThat(byModulo).isEqualTo(KEYS * 8 / 10);
    assertThat(byBuckets).isBetween(KEYS * 198L / 1_000, KEYS * 202L / 1_000);
  }

  /** Ids of 64 bits that end in a sequence, as one machine with little to do makes them. */
  @Test
  void moduloPutsQuietSnowflakesIntoOneShard() {
    assertThat(keys().map(key -> (key << 22) % 4).distinct().count()).isEqualTo(1);
  }

  private static LongStream keys() {
    return LongStream.range(0, KEYS);
  }
}
