package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.transaction.TransactionContext;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.redis.RedisServer;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a strict cache promises beyond the others: fence, commit, unfence. */
@WithRedis
@WithPostgres
class StrictCacheRacesDatabaseTest extends CacheRacesSuite {

  StrictCacheRacesDatabaseTest(RedisServer redis, PostgresCluster cluster) throws Exception {
    super(true, redis, cluster);
  }

  @Test
  void nobodyKeepsTheOldRowOfAWriterThatDiedAfterItsCommit() throws Exception {
    int key = newRow();
    nodes.forEach(each -> each.awaitSees(key, 1));
    try (CacheNode dying = node(settings -> settings.transactions(ModelTransaction::open))) {
      ModelTransaction transaction = ModelTransaction.begin();
      dying.cache().invalidate(key);
      transaction.commitAndDie(() -> write(key));
      nodes.forEach(each -> each.awaitSees(key, 2));
      assertThat(nodes.get(1).cache().lookup(key).state()).isEqualTo(Lookup.State.ABSENT);
    }
  }

  private void write(int key) {
    try {
      rows.commit(key, 2);
    } catch (Exception failure) { // Of the test's own statement.
      throw new AssertionError(failure);
    }
  }

  @Test
  void aFenceThatIsRemovedByHandLeavesNoOldRowAfterTheCommit() throws Exception {
    int key = newRow();
    TieredCache<Integer, Integer> cache = nodes.get(0).cache();
    transactions.run(
        connection -> {
          GatedRows.write(connection, key, 2);
          cache.invalidate(key);
          Objects.requireNonNull(TransactionContext.current())
              .beforeCommit(() -> removeAndRead(key));
        });
    nodes.forEach(each -> each.awaitSees(key, 2));
  }

  /** Has another node keep the row as it is before the commit. */
  private void removeAndRead(int key) {
    removeByHand(key);
    FutureTask<Integer> reader = new FutureTask<>(() -> nodes.get(1).cache().get(key));
    new Thread(reader, "reader").start();
    try {
      assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    } catch (Exception failure) { // Of the reader.
      throw new AssertionError(failure);
    }
    CacheNode.await().until(() -> nodes.get(1).cache().lookup(key).value() != null);
  }
}
