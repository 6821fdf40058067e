package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.persistence.testkit.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardMapTextTest {

  private static final String TEXT =
      """
      shard-map/1
      epoch 3
      buckets 8
      shard s1 1
      shard s2 2
      range 0-1 s1 SERVING
      range 2-2 s2 MOVING
      range 3-7 s2 SERVING"""; // As the catalog of a release has it: it must stay readable.

  @Test
  void textIsRead() {
    ShardMap map = ShardMap.decode(TEXT);
    assertThat(map.epoch()).isEqualTo(3);
    assertThat(map.shards()).containsExactly("s1", "s2");
    assertThat(map.weightOf("s2")).isEqualTo(2);
    assertThat(map.bucketsOf("s1")).isEqualTo(2);
    assertThat(map.stateOf(2)).isEqualTo(BucketState.MOVING);
    assertThat(map.encode()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "shard-map/1, shard-map/2, the first line is not shard-map/1",
    "epoch 3, epoch 0, the epoch is 0",
    "epoch 3, epoch -1, the epoch is -1",
    "epoch 3, epoch x, x",
    "epoch 3, epoch 99999999999999999999, 9999",
    "epoch 3, epoch, line 2 is not",
    "epoch 3, epoch 03, not the text",
    "buckets 8, buckets 7, a power of two",
    "buckets 8, buckets 4, 3 to 3 are left",
    "buckets 8, buckets 16, line 8 is not",
    "shard s2 2, shard s1 2, s1 twice",
    "shard s2 2, shard s3 2, unknown shard",
    "shard s2 2, shard s2 -2, weight of s2",
    "range 0-1, range 0-2, 3 to 7 are left",
    "range 2-2, range 3-2, 2 to 7 are left",
    "range 0-1 s1, range 0-1 s2, not the text that",
    "range 2-2 s2 MOVING, range 2-2 s2 SERVING, not the text that",
    "range 2-2 s2 MOVING, range 2-2 s2 moving, moving",
    "range 2-2 s2 MOVING, range 2-2 s2, line 7 is not"
  })
  void brokenTextIsRefused(String part, String broken, String why) {
    String text = TEXT.replace(part, broken);
    if (broken.equals("range 0-1 s2")) {
      text = text.replace("MOVING", "SERVING");
    }
    String changed = text;
    assertThatExceptionOfType(ShardMapException.class)
        .isThrownBy(() -> ShardMap.decode(changed))
        .withMessageStartingWith("The text is no shard map: ")
        .withMessageContaining(why);
  }

  @Test
  void anyTextWithoutAPartIsRefused() {
    for (int end = 0; end < TEXT.length(); end++) {
      String cut = TEXT.substring(0, end);
      assertThatExceptionOfType(ShardMapException.class).isThrownBy(() -> ShardMap.decode(cut));
    }
    assertThatExceptionOfType(ShardMapException.class)
        .isThrownBy(() -> ShardMap.decode(TEXT + "\nrange 8-8 s1 SERVING"));
  }

  @Test
  void anyChangedCharacterIsRefusedOrAnotherMap() {
    SeededRandom.forAll(
        500,
        random -> {
          int at = random.between(0, TEXT.length() - 1);
          String changed = TEXT.substring(0, at) + random.text(2) + TEXT.substring(at + 1);
          try {
            assertThat(ShardMap.decode(changed).encode()).isEqualTo(changed);
          } catch (ShardMapException e) {
            assertThat(e.explanation()).isNotNull();
          }
        });
  }
}
