package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.persistence.sharding.hash.HashScheme;
import dev.persistence.testkit.SeededRandom;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HashResolverTest {

  private static final List<String> SHARDS = List.of("s1", "s2", "s3");

  @Nested
  class OfNumbers extends ShardResolverContract {

    @Override
    protected ShardResolver resolver() {
      return Resolvers.hash(KeyType.INT8).build(SHARDS);
    }

    @Override
    protected List<?> keys() {
      return LongStream.concat(
              LongStream.of(Long.MIN_VALUE, -1, Long.MAX_VALUE), LongStream.range(0, 200))
          .boxed()
          .toList();
    }
  }

  @Nested
  class OfText extends ShardResolverContract {

    @Override
    protected ShardResolver resolver() {
      return Resolvers.hash(KeyType.TEXT, HashScheme.postgres(0)).build(SHARDS);
    }

    @Override
    protected List<?> keys() {
      SeededRandom random = SeededRandom.of(1);
      return IntStream.range(0, 200).mapToObj(i -> random.text(20)).toList();
    }
  }

  @Nested
  class OfUuids extends ShardResolverContract {

    @Override
    protected ShardResolver resolver() {
      return Resolvers.hash(KeyType.UUID).build(SHARDS);
    }

    @Override
    protected List<?> keys() {
      SeededRandom random = SeededRandom.of(1);
      return IntStream.range(0, 200)
          .mapToObj(i -> new UUID(random.nextLong(), random.nextLong()))
          .toList();
    }
  }

  private final ShardMap map = ShardMap.of("s1", "s2");
  private final HashResolver resolver = Resolvers.hash(KeyType.INT8).build(map);

  @Test
  void ownerOfTheBucketIsTheShard() {
    for (long key = -500; key < 500; key++) {
      assertThat(resolver.shardOf(key)).isEqualTo(map.ownerOf(resolver.bucketOf(key)));
    }
  }

  @Test
  void newerMapIsUsed() {
    ShardMap newer = map.assign(new BucketRange(0, 4_095), "s2");
    assertThat(resolver.refresh(newer)).isTrue();
    assertThat(resolver.map()).isSameAs(newer);
    assertThat(resolver.shardOf(1L)).isEqualTo("s2");
    assertThat(resolver.refresh(newer.plus("s3"))).isTrue();
    assertThat(resolver.shards()).containsExactlyInAnyOrder("s1", "s2", "s3");
  }

  @Test
  void olderMapIsNotUsed() {
    ShardMap newer = map.plus("s3");
    resolver.refresh(newer);
    assertThat(resolver.refresh(map)).isFalse();
    assertThat(resolver.refresh(ShardMap.decode(newer.encode()))).isFalse();
    assertThat(resolver.map()).isSameAs(newer);
  }

  @Test
  void epochOnlyGrowsWhoeverRefreshes() {
    ShardMap[] maps = new ShardMap[100];
    ShardMap next = map;
    for (int i = 0; i < maps.length; i++) {
      next = next.mark(new BucketRange(i, i), BucketState.MOVING);
      maps[i] = next;
    }
    IntStream.range(0, maps.length)
        .parallel()
        .forEach(
            i -> {
              resolver.refresh(maps[i]);
              assertThat(resolver.map().epoch()).isGreaterThanOrEqualTo(maps[i].epoch());
            });
    assertThat(resolver.map()).isSameAs(maps[maps.length - 1]);
  }

  @Test
  void mapThatContradictsOursIsRefused() {
    assertThatExceptionOfType(ShardMapException.class)
        .isThrownBy(() -> resolver.refresh(ShardMap.of("s2", "s1")))
        .withMessageContaining("the map in use has the same epoch and other contents");
    ShardMap larger = ShardMap.builder().buckets(8_192).shard("s1").build().plus("s2");
    assertThatExceptionOfType(ShardMapException.class)
        .isThrownBy(() -> resolver.refresh(larger))
        .withMessageContaining("it has 8192 buckets and the map in use has 4096");
    assertThat(resolver.map()).isSameAs(map);
  }

  @Test
  void schemeMustTakeKeysOfTheType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Resolvers.hash(KeyType.TEXT, HashScheme.citus()))
        .withMessage("scheme is citus/1; allowed: one that takes keys of type TEXT");
  }

  @Test
  void schemeMustFillAllBuckets() {
    ShardMap large = ShardMap.builder().buckets(65_536).shard("s1").build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Resolvers.hash(KeyType.TEXT, HashScheme.redisSlot()).build(large))
        .withMessage("buckets is 65536; allowed: 2 to 16384");
  }

  @Test
  void printsWhatItIs() {
    assertThat(resolver)
        .hasToString("keyType=INT8, scheme=mix64/1, map=epoch 1, 4096 buckets on s1, s2");
  }
}
