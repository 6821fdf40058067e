package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardMapTest {

  private final ShardMap map = ShardMap.builder().buckets(8).shard("s1").shard("s2").build();

  @Test
  void mapIsMadeFromTheOneBeforeIt() {
    ShardMap first = ShardMap.of("s1", "s2");
    ShardMap second = first.plus("s3");
    assertThat(second.isMadeFrom(first)).isTrue();
    assertThat(second.isMadeFrom(ShardMap.decode(first.encode()))).isTrue();
    assertThat(second.plus("s4").isMadeFrom(first)).isFalse();
    assertThat(second.plus("s4").isMadeFrom(first.plus("s5"))).isFalse();
    assertThat(first.isMadeFrom(first)).isFalse();
    assertThat(ShardMap.decode(second.encode()).isMadeFrom(first)).as("not known").isFalse();
    assertThat(ShardMap.decode(second.encode())).isEqualTo(second);
  }

  @Test
  void firstMapSharesBucketsOutByWeight() {
    ShardMap weighted =
        ShardMap.builder().buckets(16).shard("s1").shard("s2", 3).shard("spare", 0).build();
    assertThat(weighted.epoch()).isEqualTo(1);
    assertThat(weighted.shards()).containsExactly("s1", "s2", "spare");
    assertThat(weighted.bucketsOf("s1")).isEqualTo(4);
    assertThat(weighted.bucketsOf("s2")).isEqualTo(12);
    assertThat(weighted.bucketsOf("spare")).isZero();
    assertThat(weighted.weightOf("s2")).isEqualTo(3);
  }

  @Test
  void defaultIs4096Buckets() {
    assertThat(ShardMap.of("s1").buckets()).isEqualTo(4_096);
    assertThat(ShardMap.of("s1").bits()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {Integer.MIN_VALUE, -4_096, 0, 1, 3, 4_095, 4_097, 131_072, Integer.MAX_VALUE})
  void numberOfBucketsIsAPowerOfTwoInItsRange(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShardMap.builder().buckets(number))
        .withMessageContaining("buckets is " + number + "; allowed: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "s 1",
        "s\n1",
        "shärd",
        "-0123456789012345678901234567890123456789012345678901234567890123"
      })
  void shardNeedsAPlainName(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> ShardMap.of(name));
    assertThatIllegalArgumentException().isThrownBy(() -> map.plus(name));
  }

  @Test
  void twoShardsWithOneNameAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShardMap.of("s1", "s1"))
        .withMessage("shard is s1 twice; allowed: once");
    assertThatIllegalArgumentException().isThrownBy(() -> map.plus("s2"));
  }

  @Test
  void mapNeedsAShardWithAWeight() {
    assertThatIllegalArgumentException().isThrownBy(() -> ShardMap.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShardMap.builder().shard("s1", 0).build());
    assertThatIllegalArgumentException().isThrownBy(() -> ShardMap.builder().shard("s1", -1));
    assertThatIllegalArgumentException().isThrownBy(() -> ShardMap.of("s1").minus("s1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShardMap.of("s1").plus("spare", 0).minus("s1"));
  }

  @Test
  void unknownShardIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> map.minus("s3"))
        .withMessage("shard is s3; allowed: one of s1, s2");
    assertThatIllegalArgumentException().isThrownBy(() -> map.assign(new BucketRange(0, 0), "s3"));
    assertThatIllegalArgumentException().isThrownBy(() -> map.weightOf("s3"));
    assertThatIllegalArgumentException().isThrownBy(() -> map.bucketsOf("s3"));
  }

  @Test
  void bucketsBeyondTheMapAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> map.assign(new BucketRange(0, 8), "s1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> map.mark(new BucketRange(8, 8), BucketState.MOVING));
    assertThatIllegalArgumentException().isThrownBy(() -> new BucketRange(3, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new BucketRange(-1, 2));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> map.ownerOf(8));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> map.ownerOf(-1));
  }

  @Test
  void changeMakesTheNextMapAndLeavesThisOne() {
    ShardMap before = ShardMap.decode(map.encode());
    BucketRange range = new BucketRange(0, 1);
    for (ShardMap next :
        List.of(
            map.plus("s3"),
            map.minus("s2"),
            map.assign(range, "s2"),
            map.mark(range, BucketState.MOVING))) {
      assertThat(next.epoch()).isEqualTo(2);
      assertThat(next).isNotEqualTo(map);
    }
    assertThat(map).isEqualTo(before).hasSameHashCodeAs(before);
  }

  @Test
  void assignedBucketsServeAtTheirNewOwner() {
    BucketRange range = new BucketRange(2, 5);
    ShardMap fenced = map.mark(range, BucketState.MOVING).mark(range, BucketState.FENCED);
    ShardMap switched = fenced.assign(range, "s2");
    for (int bucket = 0; bucket < 8; bucket++) {
      boolean inRange = bucket >= 2 && bucket <= 5;
      assertThat(fenced.ownerOf(bucket)).isEqualTo(map.ownerOf(bucket));
      assertThat(fenced.stateOf(bucket))
          .isEqualTo(inRange ? BucketState.FENCED : BucketState.SERVING);
      assertThat(switched.ownerOf(bucket)).isEqualTo(inRange ? "s2" : map.ownerOf(bucket));
      assertThat(switched.stateOf(bucket)).isEqualTo(BucketState.SERVING);
    }
  }

  @Test
  void shardsDoNotChangeWhileABucketMoves() {
    ShardMap moving = map.mark(new BucketRange(3, 3), BucketState.MOVING);
    assertThatIllegalStateException()
        .isThrownBy(() -> moving.plus("s3"))
        .withMessage("Bucket 3 is MOVING; finish or abort its move first");
    assertThatIllegalStateException().isThrownBy(() -> moving.minus("s1"));
  }

  @Test
  void minusOfAShardInTheMiddleKeepsTheOthers() {
    ShardMap three = ShardMap.builder().buckets(8).shard("a").shard("b").shard("c").build();
    ShardMap two = three.minus("b");
    assertThat(two.shards()).containsExactly("a", "c");
    for (int bucket = 0; bucket < 8; bucket++) {
      if (!three.ownerOf(bucket).equals("b")) {
        assertThat(two.ownerOf(bucket)).isEqualTo(three.ownerOf(bucket));
      }
    }
    assertThat(two.bucketsOf("a")).isEqualTo(4);
  }
}
