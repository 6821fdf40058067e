package dev.persistence.testkit.internal.gtid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.internal.ProcessLedger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every cluster with replicas promises; a subclass per engine runs it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ReplicationSuite {

  private final DatabaseCluster<DatabaseNode> cluster;

  /** Takes a cluster with two replicas that no other test uses. */
  protected ReplicationSuite(DatabaseCluster<DatabaseNode> cluster) {
    this.cluster = cluster;
  }

  /** Brings back what the test before broke, which is itself a test of these verbs. */
  @BeforeEach
  void mend() throws SQLException {
    for (DatabaseNode node : cluster.nodes()) {
      if (!node.isRunning()) {
        node.restart();
      }
    }
    for (DatabaseNode replica : cluster.replicas()) {
      if (ask(replica, "SELECT @@read_only").equals("0")) {
        cluster.rejoin(replica);
      }
    }
    cluster.rewire();
    cluster.resetReplay();
    execute(cluster.primary(), "DROP TABLE IF EXISTS t", "CREATE TABLE t (id INT PRIMARY KEY)");
    cluster.awaitReplicated();
  }

  @Test
  void writeOnPrimaryIsReadOnEveryReplica() throws SQLException {
    insert(cluster.primary(), 1);

    cluster.awaitReplicated();

    for (DatabaseNode replica : cluster.replicas()) {
      assertThat(count(replica)).isEqualTo(1);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // The engine is not asked.
  void serverThatGotThePortFirstIsNotTakenForTheOwnOne() throws SQLException {
    Path folder = ProcessLedger.ofThisJvm().newFolder("other");
    GtidRecipe other = new GtidRecipe(null, "other", folder, 9);
    assertThat(other.answers(cluster.primary().port())).isFalse();
  }

  @Test
  void pausedReplicaStaysAsItIsUntilItResumes() throws SQLException {
    DatabaseNode paused = cluster.replicas().get(0);
    paused.pauseReplay();

    insert(cluster.primary(), 1);

    assertThatThrownBy(() -> cluster.awaitReplicated(Duration.ofSeconds(1)))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining(paused.name());
    assertThat(count(paused)).isZero();
    await().untilAsserted(() -> assertThat(count(cluster.replicas().get(1))).isEqualTo(1));
    paused.resumeReplay();
    cluster.awaitReplicated();
    assertThat(count(paused)).isEqualTo(1);
  }

  @Test
  void delayedReplicaAppliesLaterAndAtOnceAfterReset() throws SQLException {
    DatabaseNode delayed = cluster.replicas().get(0);
    delayed.applyDelay(Duration.ofSeconds(2));
    long start = System.nanoTime();
    insert(cluster.primary(), 1);

    cluster.awaitReplicated();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(count(delayed)).isEqualTo(1);

    delayed.applyDelay(Duration.ofHours(1));
    insert(cluster.primary(), 2);
    cluster.resetReplay();
    cluster.awaitReplicated();
    assertThat(count(delayed)).isEqualTo(2);
  }

  @Test
  void resetReplayResumesPausedReplica() throws SQLException {
    cluster.replicas().get(1).pauseReplay();
    insert(cluster.primary(), 1);

    cluster.resetReplay();

    cluster.awaitReplicated();
    assertThat(count(cluster.replicas().get(1))).isEqualTo(1);
  }

  @Test
  void delayFinerThanTheServerCountsIsRejected() {
    assertThatThrownBy(() -> cluster.replicas().get(0).applyDelay(Duration.ofMillis(300)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0.3S")
        .hasMessageContaining("whole seconds");
  }

  @Test
  void replicaRefusesWriteOfOrdinaryUserAlsoAfterRestart() throws SQLException {
    DatabaseNode replica = cluster.replicas().get(0);

    assertThatThrownBy(() -> insert(replica, 1))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("read-only");
    replica.restart();
    assertThatThrownBy(() -> insert(replica, 1))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("read-only");
  }

  @Test
  void replayVerbsAreRefusedOnThePrimary() {
    DatabaseNode primary = cluster.primary();

    assertThatThrownBy(primary::pauseReplay).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(primary::promote)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(primary.name());
    assertThatThrownBy(() -> cluster.rejoin(primary)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void killedPrimaryKeepsEveryCommit() throws SQLException {
    DatabaseNode primary = cluster.primary();
    for (int i = 0; i < 200; i++) {
      insert(primary, i);
    }

    primary.kill();

    assertThat(primary.isRunning()).isFalse();
    primary.restart();
    assertThat(count(primary)).isEqualTo(200);
    insert(primary, 1_000);
    cluster.awaitReplicated();
    assertThat(count(cluster.replicas().get(0))).isEqualTo(201);
  }

  @Test
  void replicaStoppedInTheMeantimeCatchesUp() throws SQLException {
    DatabaseNode replica = cluster.replicas().get(0);
    replica.stop();
    insert(cluster.primary(), 1);
    int port = replica.port();

    replica.restart();

    cluster.awaitReplicated();
    assertThat(count(replica)).isEqualTo(1);
    assertThat(replica.port()).isEqualTo(port);
  }

  @Test
  void frozenServerHangsAndThawedOneAnswers() throws SQLException {
    DatabaseNode replica = cluster.replicas().get(0);
    replica.freeze();

    assertThat(replica.isRunning()).isTrue();
    String impatient = replica.jdbcUrl() + "&connectTimeout=300&socketTimeout=300";
    assertThatThrownBy(() -> DriverManager.getConnection(impatient).close())
        .isInstanceOf(SQLException.class);
    replica.thaw();
    assertThat(count(replica)).isZero();
  }

  @Test
  void failoverKeepsReceivedWritesAndRewiresTheOthers() throws SQLException {
    DatabaseNode old = cluster.primary();
    DatabaseNode heir = cluster.replicas().get(0);
    DatabaseNode other = cluster.replicas().get(1);
    heir.pauseReplay();
    insert(old, 1);
    awaitReceived(heir, other);
    old.kill();

    cluster.promote(heir);
    cluster.rewire();

    assertThat(cluster.primary()).isSameAs(heir);
    assertThat(cluster.replicas()).containsExactly(old, other);
    assertThat(count(heir)).isEqualTo(1);
    insert(heir, 2);
    cluster.awaitReplicated();
    assertThat(count(other)).isEqualTo(2);
    heir.restart();
    assertThatCode(() -> insert(heir, 3)).doesNotThrowAnyException();
  }

  /** The other replica received from the same primary later, in the order of the log. */
  private void awaitReceived(DatabaseNode heir, DatabaseNode other) {
    await().untilAsserted(() -> assertThat(count(other)).isEqualTo(1));
    await().untilAsserted(() -> assertThat(relayed(heir)).isTrue());
  }

  private static boolean relayed(DatabaseNode node) throws SQLException {
    try (Connection connection = node.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet status = statement.executeQuery("SHOW REPLICA STATUS")) {
      status.next();
      return position(status, "Read_") > position(status, "Exec_");
    }
  }

  /** MariaDB and MySQL put another word in the middle of the name. */
  private static long position(ResultSet status, String prefix) throws SQLException {
    for (int column = 1; column <= status.getMetaData().getColumnCount(); column++) {
      String label = status.getMetaData().getColumnLabel(column);
      if (label.startsWith(prefix) && label.endsWith("_Log_Pos")) {
        return status.getLong(column);
      }
    }
    throw new AssertionError("no column " + prefix + "…_Log_Pos");
  }

  @Test
  void replacedPrimaryComesBackWritableAndRejoins() throws SQLException {
    DatabaseNode old = cluster.primary();
    old.kill();
    cluster.promote(cluster.replicas().get(0));
    cluster.rewire(); // Or else the other replica goes astray with the old primary.
    old.restart();
    insert(old, 66);

    cluster.rewire();
    assertThat(count(old)).isEqualTo(1);
    cluster.rejoin(old);

    insert(cluster.primary(), 1);
    cluster.awaitReplicated();
    assertThat(ids(old)).isEqualTo("1");
    assertThatThrownBy(() -> insert(old, 2)).hasMessageContaining("read-only");
  }

  @Test
  void viewHasDatabaseOfItsOwnAndProtectsTheServers() throws SQLException {
    DatabaseCluster<DatabaseNode> view = cluster.database("view_1");
    DatabaseNode replica = view.replicas().get(0);
    execute(view.primary(), "CREATE TABLE t (id INT)", "INSERT INTO t VALUES (1), (2)");
    view.awaitReplicated();

    assertThat(count(replica)).isEqualTo(2);
    assertThat(count(cluster.replicas().get(0))).isZero();
    assertThatThrownBy(replica::kill)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("isolated");
    assertThatThrownBy(view::rewire).isInstanceOf(IllegalStateException.class);
    view.close();
    assertThat(replica.isRunning()).isTrue();
    assertThatThrownBy(() -> count(view.primary())).isInstanceOf(SQLException.class);
  }

  @Test
  void databaseNameThatWouldNeedQuotesIsRejected() {
    assertThatThrownBy(() -> cluster.database("a`b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a`b");
  }

  private static void insert(DatabaseNode node, int id) throws SQLException {
    execute(node, "INSERT INTO t VALUES (" + id + ")");
  }

  private static int count(DatabaseNode node) throws SQLException {
    return Integer.parseInt(ask(node, "SELECT count(*) FROM t"));
  }

  private static String ids(DatabaseNode node) throws SQLException {
    return ask(node, "SELECT group_concat(id ORDER BY id) FROM t");
  }

  private static String ask(DatabaseNode node, String query) throws SQLException {
    try (Connection connection = node.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void execute(DatabaseNode node, String... statements) throws SQLException {
    try (Connection connection = node.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
