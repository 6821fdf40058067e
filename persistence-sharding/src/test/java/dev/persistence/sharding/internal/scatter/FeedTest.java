package dev.persistence.sharding.internal.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A reader is held back while nobody takes its rows, and let go when nobody wants them. */
class FeedTest {

  private static final long LONG = TimeUnit.SECONDS.toNanos(30);

  private static Chunk chunk() {
    Chunk chunk = new Chunk();
    chunk.add(new @Nullable Object[] {"x".repeat(100)});
    return chunk;
  }

  private final long size = chunk().bytes;
  private final Feed feed = new Feed(2 * size);
  private final AtomicInteger accepted = new AtomicInteger();
  private final Thread reader =
      new Thread(
          () -> {
            try {
              for (int i = 0; i < 5 && feed.put(chunk()); i++) {
                accepted.incrementAndGet();
              }
            } catch (InterruptedException ended) {
              Thread.currentThread().interrupt();
            }
            feed.end(null);
          });

  @Test
  void readerWaitsUntilThereIsRoom() throws Exception {
    reader.start();
    Awaitility.await().until(() -> reader.getState() == Thread.State.WAITING);
    assertThat(accepted).hasValue(2);
    for (int i = 0; i < 5; i++) {
      assertThat(feed.take(LONG)).isNotNull();
    }
    assertThat(feed.take(LONG)).isNull();
    reader.join();
  }

  @Test
  void readerIsLetGoWhenNobodyWantsMore() throws Exception {
    reader.start();
    Awaitility.await().until(() -> reader.getState() == Thread.State.WAITING);
    feed.abandon();
    reader.join();
    assertThat(accepted).hasValue(2);
  }

  @Test
  void chunkThatIsLargerThanTheRoomIsTakenAlone() throws Exception {
    Feed small = new Feed(1);
    assertThat(small.put(chunk())).isTrue();
    assertThat(small.take(LONG)).isNotNull();
  }

  @Test
  void lateRowsAreATimeout() {
    assertThatThrownBy(() -> feed.take(1)).isInstanceOf(TimeoutException.class);
  }

  @Test
  void firstEndCounts() throws Exception {
    IllegalStateException first = new IllegalStateException("first");
    feed.put(chunk());
    feed.end(first);
    feed.end(null);
    assertThat(feed.take(LONG)).as("rows before the failure").isNotNull();
    assertThat(feed.take(LONG)).isNull();
    assertThat(feed.failure()).isSameAs(first);
  }
}
