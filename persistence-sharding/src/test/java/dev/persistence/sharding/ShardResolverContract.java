package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ShardResolver} owes its callers; extend it for one of your own. */
public abstract class ShardResolverContract {

  protected ShardResolverContract() {}

  /** Returns a resolver, equal in effect at each call. */
  protected abstract ShardResolver resolver();

  /** Returns keys that have a shard, of the resolver's type, so many that each shard has one. */
  protected abstract List<?> keys();

  @Test
  void everyKeyHasAShardThatIsNamed() {
    ShardResolver resolver = resolver();
    assertThat(keys()).allSatisfy(key -> assertThat(resolver.shards()).contains(shard(key)));
  }

  @Test
  void everyShardHasAKey() {
    assertThat(keys().stream().map(this::shard).toList()).containsAll(resolver().shards());
  }

  @Test
  void keyHasTheSameShardAtEachCallOnEachThreadAndFromEachResolver() {
    ShardResolver resolver = resolver();
    List<String> shards = keys().stream().map(this::shard).toList();
    IntStream.range(0, 8)
        .parallel()
        .forEach(
            run ->
                assertThat(keys().stream().map(key -> resolver.shardOf(key)).toList())
                    .isEqualTo(shards));
  }

  @Test
  void allRepresentationsOfANumberHaveOneShard() {
    ShardResolver resolver = resolver();
    if (resolver.keyType() == KeyType.INT8) {
      for (Object key : keys()) {
        long number = ((Number) key).longValue();
        String shard = shard(key);
        assertThat(resolver.shardOf(number)).isEqualTo(shard);
        assertThat(resolver.shardOf(BigInteger.valueOf(number))).isEqualTo(shard);
        assertThat(resolver.shardOf(BigDecimal.valueOf(number).setScale(2))).isEqualTo(shard);
        if (number == (int) number) {
          assertThat(resolver.shardOf((Object) (int) number)).isEqualTo(shard);
        }
      }
    }
  }

  @Test
  void nullHasNoShard() {
    assertThatExceptionOfType(ShardKeyException.class).isThrownBy(() -> resolver().shardOf(null));
  }

  @Test
  void keyOfAnotherTypeHasNoShard() {
    ShardResolver resolver = resolver();
    for (Object key : List.of(1.5, 'x', new Object(), new BigDecimal("0.5"), new int[] {1})) {
      assertThatExceptionOfType(ShardKeyException.class)
          .isThrownBy(() -> resolver.shardOf(key))
          .withMessageContaining("type " + resolver.keyType());
    }
    if (resolver.keyType() != KeyType.INT8) {
      assertThatExceptionOfType(ShardKeyException.class).isThrownBy(() -> resolver.shardOf(1L));
    }
  }

  private String shard(Object key) {
    return resolver().shardOf(key);
  }
}
