package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final PostgresCluster cluster;
  private final HikariDataSource primary;
  private final HikariDataSource replica;
  private final RoutingDataSource orders;

  VirtualThreadDatabaseTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.primary = pool(cluster.primary());
    this.replica = pool(cluster.standbys().get(0));
    this.orders =
        RoutingDataSource.builder("orders")
            .primary("p", primary)
            .replica("r", replica)
            .borrowTimeout(PATIENCE)
            .build();
  }

  private static HikariDataSource pool(PostgresNode node) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(node.dataSource());
    config.setMaximumPoolSize(10);
    config.setConnectionTimeout(PATIENCE.toMillis());
    return new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    orders.close();
    primary.close();
    replica.close();
  }

  /** Reflection, for the sources are compiled for Java 17. */
  private static ExecutorService threadPerTask() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private boolean readOrWrite(int task) throws SQLException {
    boolean write = task % 10 == 0;
    try (Connection connection = orders.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(!write);
      return statement.execute(
          write ? "update item set version = version + 1" : "select version from item");
    }
  }

  @Test
  void virtualThreadsBorrowWithoutPinningTheirCarriers(@TempDir Path folder) throws Exception {
    try (Connection connection = orders.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table item (version bigint)");
      statement.execute("insert into item values (0)");
    }
    cluster.awaitReplicated();
    runAll(100); // A class that is being initialized pins who waits for it.
    Path file = folder.resolve("threads.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
      recording.start();
      runAll(THREADS);
      recording.dump(file);
    }

    assertThat(pinned(file)).isEmpty();
    assertThat(orders.nodes()).allSatisfy(node -> assertThat(node.inFlight()).isZero());
  }

  private void runAll(int threads) throws Exception {
    ExecutorService executor = threadPerTask();
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int task = i;
        tasks.add(() -> readOrWrite(task));
      }
      for (Future<Boolean> done : executor.invokeAll(tasks, 3, TimeUnit.MINUTES)) {
        assertThat(done.get()).isNotNull();
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
