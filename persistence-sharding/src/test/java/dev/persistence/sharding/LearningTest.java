package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.Explanation;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who learns knows afterwards what was published before. */
class LearningTest {

  private final ShardMap first = ShardMap.of("s1", "s2");
  private final ShardMap second = first.plus("s3");

  private HashResolver resolver(ShardMapSource source) {
    return Resolvers.hash(KeyType.INT8).learningFrom(source).build(first);
  }

  @Test
  void newerMapIsTakenAndAnOlderOneIsNot() throws SQLException {
    Source source = new Source(second);
    HashResolver resolver = resolver(source);
    resolver.learn();
    assertThat(resolver.map()).isEqualTo(second);
    source.newest = first;
    resolver.learn();
    assertThat(resolver.map()).isEqualTo(second);
    source.newest = null;
    resolver.learn();
    assertThat(resolver.map()).isEqualTo(second);
  }

  @Test
  void failureOfTheSourceIsThrownAsItIs() {
    SQLException down = new SQLException("down");
    ShardMapException broken = new ShardMapException(new Explanation("a", "b", "c"), null);
    HashResolver unreachable =
        resolver(
            () -> {
              throw down;
            });
    HashResolver unreadable =
        resolver(
            () -> {
              throw broken;
            });
    assertThatThrownBy(unreachable::learn).isSameAs(down);
    assertThatThrownBy(unreachable::learn).as("asked again").isSameAs(down);
    assertThatThrownBy(unreadable::learn).isSameAs(broken);
  }

  @Test
  void answerThatWasReadBeforeSomebodyCameIsNotEnoughForHim() throws Exception {
    Source source = new Source(first);
    source.answer = new CountDownLatch(1);
    HashResolver resolver = resolver(source);
    FutureTask<ShardMap> early = learning(resolver);
    source.read.await();
    source.newest = second;
    FutureTask<ShardMap> late = new FutureTask<>(() -> learnt(resolver));
    Thread waiting = new Thread(late);
    waiting.start();
    Awaitility.await().until(() -> waiting.getState() == Thread.State.WAITING);
    source.answer.countDown();
    assertThat(late.get()).isEqualTo(second);
    early.get();
    assertThat(source.asked).hasValue(2);
  }

  @Test
  void geographyLearnsFromAllItsRegions() throws SQLException {
    HashResolver region = resolver(() -> second);
    ShardResolver world =
        Resolvers.geo(KeyType.INT8, key -> "eu").region("eu", region).build(second.shards());
    world.learn();
    assertThat(region.map()).isEqualTo(second);
  }

  private static ShardMap learnt(HashResolver resolver) throws SQLException {
    resolver.learn();
    return resolver.map();
  }

  private static FutureTask<ShardMap> learning(HashResolver resolver) {
    FutureTask<ShardMap> task = new FutureTask<>(() -> learnt(resolver));
    new Thread(task).start();
    return task;
  }

  /** Reads at once, and gives what it has read when it is told to. */
  private static final class Source implements ShardMapSource {
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch read = new CountDownLatch(1);
    private volatile CountDownLatch answer = new CountDownLatch(0);
    private volatile @Nullable ShardMap newest;

    Source(ShardMap newest) {
      this.newest = newest;
    }

    @Override
    public @Nullable ShardMap newest() throws SQLException {
      asked.incrementAndGet();
      ShardMap found = newest;
      read.countDown();
      try {
        answer.await();
      } catch (InterruptedException interrupted) {
        throw new SQLException(interrupted);
      }
      return found;
    }
  }
}
