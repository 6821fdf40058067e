package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand virtual threads share small pools, and none holds its carrier while it waits. Before
 * Java 24 a monitor held its carrier by design, so the test begins there.
 */
@WithPostgres(standbys = 1)
@EnabledForJreRange(min = JRE.JAVA_24)
class VirtualThreadDatabaseTest {

  private static final int THREADS = 10_000;
  private static final int ITEMS = 16;

  private final RoutedPostgres orders;

  VirtualThreadDatabaseTest(PostgresCluster cluster) {
    orders =
        new RoutedPostgres(
            cluster,
            builder ->
                builder.borrowTimeout(Duration.ofMinutes(1)).maxWait(Duration.ofSeconds(2)));
    orders.poolTimeout(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    orders.close();
  }

  /** Reflection, for the sources are compiled for Java 17. */
  private static ExecutorService threadPerTask() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private long readOrWrite(int task) throws SQLException {
    int id = 1 + task % ITEMS;
    return task % 10 == 0 ? orders.write(id) : orders.read(id);
  }

  @Test
  void virtualThreadsBorrowWithoutPinningTheirCarriers(@TempDir Path folder) throws Exception {
    orders.createItems(ITEMS);
    orders.awaitServedBy("r1");
    runAll(100); // A class that is being initialized pins who waits for it.
    Path file = folder.resolve("threads.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
      recording.start();
      runAll(THREADS);
      recording.dump(file);
    }

    assertThat(pinned(file)).isEmpty();
    assertThat(orders.routing().nodes()).allSatisfy(node -> assertThat(node.inFlight()).isZero());
  }

  private void runAll(int threads) throws Exception {
    ExecutorService executor = threadPerTask();
    try {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int task = i;
        tasks.add(() -> readOrWrite(task));
      }
      for (Future<Long> done : executor.invokeAll(tasks, 3, TimeUnit.MINUTES)) {
        assertThat(done.get()).isNotNegative();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static List<RecordedEvent> pinned(Path file) throws Exception {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
        .toList();
  }
}
