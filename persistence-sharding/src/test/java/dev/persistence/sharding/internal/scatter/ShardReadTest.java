package dev.persistence.sharding.internal.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.sharding.ShardedDataSource;
import dev.persistence.sharding.internal.Shard;
import dev.persistence.sharding.internal.Shards;
import dev.persistence.sharding.scatter.ScatterSpec;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Of two attempts one has the say. */
class ShardReadTest {

  private final Shard shard =
      new Shards(
              ShardedDataSource.builder("orders")
                  .shard("s1", new HikariDataSource())
                  .resolver(Resolvers.hash(KeyType.INT8))
                  .build()
                  .config())
          .named("s1");
  private final ShardRead read =
      new ShardRead(
          shard,
          new Question(SqlFragment.of("select 1 as one"), ScatterSpec.all()),
          Runnable::run,
          1_000);
  private final ReadAttempt winner = attempt();
  private final ReadAttempt loser = attempt();

  private ReadAttempt attempt() {
    return new ReadAttempt(read, shard.reads(), shard.permits());
  }

  @Test
  void onlyTheFirstAnswerCounts() {
    assertThat(read.answers(winner)).isTrue();
    assertThat(read.answers(loser)).isFalse();
    assertThat(shard.counters().statistics().answers()).isEqualTo(1);
  }

  @Test
  void rowsGoOnWhenWhoCameLateEnds() {
    read.answers(winner);
    read.ended(loser, new SQLException("cancelled"));
    assertThatThrownBy(() -> read.feed().take(0)).isInstanceOf(TimeoutException.class);
  }

  @Test
  void failureInTheMidstOfTheRowsIsTheirEnd() throws Exception {
    SQLException lost = new SQLException("lost");
    read.answers(winner);
    read.ended(winner, lost);
    assertThat(read.feed().take(0)).isNull();
    assertThat(read.feed().failure()).isSameAs(lost);
  }
}
