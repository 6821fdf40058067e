package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Wrong settings are refused before anything runs. */
class ShardedDataSourceBuilderTest {

  private static ShardedDataSourceBuilder builder() {
    return ShardedDataSource.builder("orders");
  }

  private static DataSource unused() {
    HikariDataSource source = new HikariDataSource();
    source.setPassword("secret");
    return source;
  }

  private static void rejects(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void oneNameForTwoShardsIsRejected() {
    DataSource any = unused();
    rejects(() -> builder().shard("s", any).shard("s", any), "shard is \"s\" twice");
    rejects(() -> builder().shard(" ", any), "shard");
  }

  @Test
  void sourceWithoutShardsOrResolverIsRejected() {
    rejects(() -> builder().resolver(Resolvers.hash(KeyType.INT8)).build(), "shards is empty");
    rejects(() -> builder().shard("s", unused()).build(), "resolver is null");
  }

  @Test
  void resolverThatLeadsElsewhereIsRejected() {
    ShardResolver elsewhere = Resolvers.hash(KeyType.INT8).build(List.of("s", "t"));
    rejects(
        () -> builder().shard("s", unused()).resolver(elsewhere).build(), "resolver leads to [t]");
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void builderThatMakesNoResolverIsRejected() {
    rejects(
        () -> builder().shard("s", unused()).resolver(shards -> null).build(), "resolver is null");
  }

  @Test
  void replicaOfNoShardIsRejected() {
    ShardedDataSourceBuilder one =
        builder().shard("s", unused()).resolver(Resolvers.hash(KeyType.INT8));
    rejects(
        () -> one.replica("s", unused()).replica("s", unused()), "replica of \"s\" is given twice");
    rejects(() -> one.replica("t", unused()).build(), "allowed: declared shards, [s]");
  }

  @Test
  void settingsTellNoMoreOfADataSourceThanItsName() {
    ShardedDataSource source =
        builder()
            .shard("s", unused())
            .resolver(Resolvers.hash(KeyType.INT8))
            .scatterPermits(3)
            .build();
    assertThat(source.config().toString())
        .contains("[s]", "scatterPermits=3")
        .doesNotContain("secret");
    assertThat(source.shards()).containsExactly("s");
    rejects(() -> source.shard("t"), "shard is \"t\"");
    rejects(() -> builder().scatterPermits(0), "scatterPermits");
  }
}
