package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GeoResolverTest extends ShardResolverContract {

  private static final Map<String, String> REGIONS = Map.of("de", "eu", "fr", "eu", "us", "us");
  private static final List<String> SHARDS = List.of("eu1", "eu2", "us1");

  @Override
  protected ShardResolver resolver() {
    return builder()
        .region("eu", Resolvers.hash(KeyType.TEXT).build(List.of("eu1", "eu2")))
        .region("us", Resolvers.hash(KeyType.TEXT).build(List.of("us1")))
        .build(SHARDS);
  }

  @Override
  protected List<?> keys() {
    return IntStream.range(0, 60)
        .mapToObj(i -> List.of("de", "fr", "us").get(i % 3) + "-" + i)
        .toList();
  }

  private static GeoResolverBuilder<String> builder() {
    return Resolvers.geo(KeyType.TEXT, GeoResolverTest::regionOf);
  }

  private static @Nullable String regionOf(String key) {
    return key.startsWith("?") ? "atlantis" : REGIONS.get(key.split("-", 2)[0]);
  }

  @Test
  void keyIsInAShardOfItsRegion() {
    assertThat(resolver().shardOf("us-1")).isEqualTo("us1");
    assertThat(resolver().shardOf("de-1")).startsWith("eu");
  }

  @Test
  void unknownRegionHasNoShard() {
    for (String key : List.of("xx-1", "?-1")) {
      assertThatExceptionOfType(ShardKeyException.class)
          .isThrownBy(() -> resolver().shardOf(key))
          .withMessageContaining("its region is none of [eu, us]")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(key));
    }
  }

  @Test
  void keyWhoseRegionCannotBeToldHasNoShard() {
    ShardResolver texts = Resolvers.hash(KeyType.TEXT).build(List.of("eu1"));
    ShardResolver strict =
        Resolvers.geo(KeyType.TEXT, key -> Integer.parseInt(key) == 1 ? "eu" : null)
            .region("eu", texts)
            .build(SHARDS);
    assertThat(strict.shardOf("1")).isEqualTo("eu1");
    assertThatExceptionOfType(ShardKeyException.class)
        .isThrownBy(() -> strict.shardOf("ada"))
        .withMessageContaining("java.lang.NumberFormatException")
        .satisfies(e -> assertThat(e).hasNoCause().message().doesNotContain("ada"));
  }

  @Test
  void regionThatIsGivenIsNotComparedWithTheKey() {
    assertThat(resolver().shardOf("us", "de-1")).isEqualTo("us1");
  }

  @Test
  void wrongRegionIsRefused() {
    ShardResolver texts = Resolvers.hash(KeyType.TEXT).build(List.of("eu1"));
    ShardResolver numbers = Resolvers.hash(KeyType.INT8).build(List.of("eu1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().region("eu", numbers))
        .withMessage("resolver of eu takes INT8; allowed: TEXT");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().region("eu", texts).region("eu", texts))
        .withMessage("region is eu twice; allowed: once");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().region("eu", texts).build(List.of("us1")))
        .withMessage("shards of eu are [eu1]; allowed: out of [us1]");
    assertThatIllegalArgumentException().isThrownBy(() -> builder().build(SHARDS));
  }
}
