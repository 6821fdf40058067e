package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.Session;
import dev.persistence.core.consistency.SessionHeaders;
import dev.persistence.core.consistency.TokenCodec;
import dev.persistence.core.consistency.TokenVerdict;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two data sources over one cluster stand for two processes that share nothing but a header. */
@WithPostgres(standbys = 1)
class TokenHandOverDatabaseTest {

  private static final int THREADS = 16;
  private static final int SCALE = Integer.getInteger("persistence.test.scale", 1);
  private static final int ROUNDS = 64 * SCALE;

  private final List<TokenVerdict> refused = new CopyOnWriteArrayList<>();
  private final TokenCodec codec =
      TokenCodec.builder().clusters("orders").key(new byte[32]).build();
  private final SessionHeaders headers = SessionHeaders.http(codec);
  private final PostgresCluster cluster;
  private final PostgresNode standby;
  private final RoutedPostgres writer;
  private final RoutedPostgres reader;

  TokenHandOverDatabaseTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.standby = cluster.standbys().get(0);
    this.writer = new RoutedPostgres(cluster, builder -> builder.maxWait(Duration.ZERO));
    this.reader =
        new RoutedPostgres(cluster, builder -> builder.listener(new RefusalListener(refused)));
  }

  private record RefusalListener(List<TokenVerdict> refused) implements RoutingListener {
    @Override
    public void tokenRefused(TokenVerdict verdict) {
      refused.add(verdict);
    }
  }

  @BeforeEach
  void create() throws Exception {
    writer.createItems(THREADS);
    reader.awaitServedBy("r1");
    reader.execute("update item set version = 0");
    cluster.awaitReplicated();
  }

  @AfterEach
  void close() {
    standby.resumeReplay();
    standby.applyDelay(Duration.ZERO);
    writer.close();
    reader.close();
  }

  /** Writes in a session of its own and returns the header's value. */
  private String write(int row) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Session session = Session.open()) {
      writer.write(row);
      headers.write((name, value) -> values.add(value));
    }
    assertThat(values).hasSize(1);
    return values.get(0);
  }

  private long read(int row, String value) throws SQLException {
    try (Session session = headers.resume(name -> value)) {
      return reader.read(row);
    }
  }

  private String nodeFor(int row, String value) throws SQLException {
    try (Session session = headers.resume(name -> value)) {
      reader.read(row);
      return reader.node();
    }
  }

  @Test
  void readWithATokenIsNeverStaleWhateverTheStandbyLacks() throws Exception {
    standby.pauseReplay();
    String value = write(1);

    assertThat(value).hasSizeLessThanOrEqualTo(TokenCodec.MOST_CHARACTERS);
    assertThat(read(1, value)).isEqualTo(1);
    assertThat(nodeFor(1, value)).isEqualTo("p");
    assertThat(refused).isEmpty();
  }

  @Test
  void standbyThatHasCaughtUpServesTheToken() throws Exception {
    standby.pauseReplay();
    String value = write(1);
    assertThat(nodeFor(1, value)).isEqualTo("p");

    standby.resumeReplay();

    RoutedPostgres.await()
        .until(
            () -> {
              assertThat(read(1, value)).isEqualTo(1);
              return nodeFor(1, value).equals("r1");
            });
  }

  @Test
  void standbyServesATokenThatItHasThoughItLacksLaterWrites() throws Exception {
    String value = write(1);
    cluster.awaitReplicated();
    RoutedPostgres.await().until(() -> nodeFor(1, value).equals("r1"));
    standby.pauseReplay();
    write(2);

    assertThat(read(1, value)).isEqualTo(1);
    RoutedPostgres.await().until(() -> nodeFor(1, value).equals("r1"));
  }

  @Test
  void forgedTokenIsCountedAndReadsAsIfItHadJustWritten() throws Exception {
    TokenCodec stranger =
        TokenCodec.builder()
            .clusters("orders")
            .key("a stranger's key".getBytes(StandardCharsets.US_ASCII))
            .build();
    String genuine = write(1);
    standby.pauseReplay();
    write(1);
    String forged = stranger.encode(codec.decode(genuine).tokens());

    assertThat(read(1, forged)).isEqualTo(2);
    assertThat(nodeFor(1, forged)).isEqualTo("p");
    assertThat(codec.count(TokenVerdict.FORGED)).isEqualTo(2);
  }

  @Test
  void readsOnManyThreadsAcrossTheHandOverAreNeverStale() throws Exception {
    standby.applyDelay(Duration.ofMillis(20));
    List<FutureTask<Integer>> running = new ArrayList<>();
    for (int i = 1; i <= THREADS; i++) {
      int row = i;
      FutureTask<Integer> task = new FutureTask<>(() -> staleReads(row));
      running.add(task);
      new Thread(task, "hand-over-" + i).start();
    }
    for (FutureTask<Integer> each : running) {
      assertThat(each.get(5 + SCALE, TimeUnit.MINUTES)).isZero();
    }
    assertThat(codec.count(TokenVerdict.VALID)).isEqualTo((long) THREADS * ROUNDS);
  }

  private int staleReads(int row) throws SQLException {
    int stale = 0;
    for (int version = 1; version <= ROUNDS; version++) {
      stale += read(row, write(row)) < version ? 1 : 0;
    }
    return stale;
  }
}
