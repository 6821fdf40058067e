package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.persistence.testkit.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RangeResolverTest {

  private static final List<String> SHARDS = List.of("s1", "s2", "s3");

  @Nested
  class OfNumbers extends ShardResolverContract {

    @Override
    protected ShardResolver resolver() {
      return open();
    }

    @Override
    protected List<?> keys() {
      return List.of(Long.MIN_VALUE, -1L, 0L, 1L, 99L, 100L, 101L, Long.MAX_VALUE);
    }
  }

  @Nested
  class OfText extends ShardResolverContract {

    @Override
    protected ShardResolver resolver() {
      return Resolvers.range(KeyType.TEXT)
          .below("g", "s1")
          .between("g", "p", "s2")
          .from("p", "s1")
          .build(SHARDS);
    }

    @Override
    protected List<?> keys() {
      return List.of("", "a", "g", "gg", "p", "zebra", "Zebra", "\uFFFD", "😀");
    }
  }

  private static ShardResolver open() {
    return Resolvers.range(KeyType.INT8)
        .from(100L, "s3")
        .below(0L, "s1")
        .between(0L, 100L, "s2")
        .build(SHARDS);
  }

  @Test
  void lowerEndBelongsToARangeAndUpperEndDoesNot() {
    ShardResolver resolver = open();
    assertThat(resolver.shardOf(Long.MIN_VALUE)).isEqualTo("s1");
    assertThat(resolver.shardOf(-1)).isEqualTo("s1");
    assertThat(resolver.shardOf(0)).isEqualTo("s2");
    assertThat(resolver.shardOf(99)).isEqualTo("s2");
    assertThat(resolver.shardOf(100)).isEqualTo("s3");
    assertThat(resolver.shardOf(Long.MAX_VALUE)).isEqualTo("s3");
  }

  @Test
  void keyOutsideOfAllRangesHasNoShard() {
    ShardResolver numbers = Resolvers.range(KeyType.INT8).between(5L, 9L, "s1").build(SHARDS);
    ShardResolver texts = Resolvers.range(KeyType.TEXT).between("b", "d", "s1").build(SHARDS);
    assertThat(numbers.shardOf(8)).isEqualTo("s1");
    assertThat(texts.shardOf("czz")).isEqualTo("s1");
    for (long key : new long[] {Long.MIN_VALUE, 4, 9, Long.MAX_VALUE}) {
      assertThatExceptionOfType(ShardKeyException.class).isThrownBy(() -> numbers.shardOf(key));
    }
    for (String key : List.of("", "a", "d", "😀")) {
      assertThatExceptionOfType(ShardKeyException.class)
          .isThrownBy(() -> texts.shardOf(key))
          .withMessageStartingWith("No shard has this key of type TEXT: it is below");
    }
  }

  @Test
  void gapIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Resolvers.range(KeyType.INT8).below(0L, "s1").from(1L, "s2").build(SHARDS))
        .withMessage("ranges are - to 0 on s1 and 1 to - on s2, with a gap; allowed: neither");
  }

  @Test
  void overlapIsRefused() {
    List<RangeResolverBuilder<Long>> overlapping =
        List.of(
            Resolvers.range(KeyType.INT8).below(1L, "s1").from(0L, "s2"),
            Resolvers.range(KeyType.INT8).below(0L, "s1").below(1L, "s2"),
            Resolvers.range(KeyType.INT8).from(0L, "s1").from(1L, "s2"),
            Resolvers.range(KeyType.INT8).between(0L, 9L, "s1").between(3L, 5L, "s2"),
            Resolvers.range(KeyType.INT8).between(0L, 9L, "s1").between(0L, 9L, "s1"));
    for (RangeResolverBuilder<Long> builder : overlapping) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.build(SHARDS))
          .withMessageContaining("with an overlap");
    }
  }

  @Test
  void rangeWithoutKeysIsRefused() {
    RangeResolverBuilder<Long> numbers = Resolvers.range(KeyType.INT8);
    assertThatIllegalArgumentException().isThrownBy(() -> numbers.between(5L, 5L, "s1"));
    assertThatIllegalArgumentException().isThrownBy(() -> numbers.between(5L, 4L, "s1"));
    assertThatIllegalArgumentException().isThrownBy(() -> numbers.below(Long.MIN_VALUE, "s1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Resolvers.range(KeyType.TEXT).below("", "s1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbers.build(SHARDS))
        .withMessageStartingWith("ranges is empty");
  }

  @Test
  void unknownShardIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Resolvers.range(KeyType.INT8).from(0L, "s4").build(SHARDS))
        .withMessage("range is 0 to - on s4; allowed: one on a shard out of [s1, s2, s3]");
  }

  @Test
  void uuidsHaveNoOrderToRangeOver() {
    assertThatIllegalArgumentException().isThrownBy(() -> Resolvers.range(KeyType.UUID));
  }

  @Test
  void textHasTheOrderOfItsUtf8Bytes() {
    SeededRandom.forAll(
        2_000,
        random -> {
          String one = random.text(3) + (random.chance(0.5) ? "\uFF61" : "");
          String other = random.text(3);
          byte[] oneBytes = one.getBytes(StandardCharsets.UTF_8);
          byte[] otherBytes = other.getBytes(StandardCharsets.UTF_8);
          assertThat(Integer.signum(KeyRange.compareCodePoints(one, other)))
              .as("%s and %s", one, other)
              .isEqualTo(Integer.signum(Arrays.compareUnsigned(oneBytes, otherBytes)));
        });
  }

  @Test
  void datesAreRangesOfDays() {
    long newYear = LocalDate.of(2026, 1, 1).toEpochDay();
    ShardResolver resolver =
        Resolvers.range(KeyType.INT8).below(newYear, "s1").from(newYear, "s2").build(SHARDS);
    assertThat(resolver.shardOf(LocalDate.of(2025, 12, 31).toEpochDay())).isEqualTo("s1");
    assertThat(resolver.shardOf(LocalDate.of(2026, 1, 1).toEpochDay())).isEqualTo("s2");
  }

  @Test
  void agreesWithALookThroughAllRanges() {
    SeededRandom.forAll(
        200,
        random -> {
          long[] cuts = cuts(random);
          RangeResolverBuilder<Long> builder = Resolvers.range(KeyType.INT8).below(cuts[0], "s0");
          for (int i = 1; i < cuts.length; i++) {
            builder.between(cuts[i - 1], cuts[i], "s" + i);
          }
          builder.from(cuts[cuts.length - 1], "s" + cuts.length);
          List<String> shards =
              IntStream.rangeClosed(0, cuts.length).mapToObj(i -> "s" + i).toList();
          ShardResolver resolver = builder.build(shards);
          for (int i = 0; i < 50; i++) {
            long cut = cuts[random.between(0, cuts.length - 1)];
            long key = random.chance(0.5) ? random.nextLong() : cut - random.between(0, 1);
            long below = Arrays.stream(cuts).filter(each -> each <= key).count();
            assertThat(resolver.shardOf(key)).isEqualTo("s" + below);
          }
        });
  }

  private static long[] cuts(SeededRandom random) {
    return LongStream.generate(random::nextLong)
        .limit(random.between(1, 30))
        .filter(cut -> cut != Long.MIN_VALUE)
        .sorted()
        .distinct()
        .toArray();
  }
}
