package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.PersistenceException;
import dev.persistence.core.sql.TableName;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.time.ManualTimeSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A directory knows what its table knows, and nothing else. */
abstract class DirectorySuite {

  private static final List<String> SHARDS = List.of("s1", "s2", "s3");

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final DatabaseCluster<?> database;
  private final DirectoryResolver directory;

  DirectorySuite(DatabaseCluster<?> cluster) {
    database = cluster.database("directory");
    directory = builder(KeyType.INT8).time(time).build(SHARDS);
  }

  private DirectoryResolverBuilder builder(KeyType<?> keyType) {
    return Resolvers.directory(keyType, database.primary().dataSource());
  }

  @BeforeEach
  void createTables() throws SQLException {
    directory.createTables();
    directory.createTables();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.primary().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void keyThatIsNotThereHasNoShard() {
    assertThatThrownBy(() -> directory.shardOf(1L)).isInstanceOf(ShardKeyException.class);
    assertThatThrownBy(() -> directory.shardOf("1")).isInstanceOf(ShardKeyException.class);
  }

  @Test
  void entriesAreReadAndThenRemembered() throws SQLException {
    execute("insert into persistence_shard_directory values (7, 's2')");
    assertThat(directory.shardOf(7L)).isEqualTo("s2");
    assertThat(directory.shardOf((Object) 7)).isEqualTo("s2");
    execute("delete from persistence_shard_directory");
    assertThat(directory.shardOf(7L)).isEqualTo("s2");
  }

  @Test
  void unknownKeyIsLookedForAgainAfterAWhile() throws SQLException {
    assertThatThrownBy(() -> directory.shardOf(7L)).isInstanceOf(ShardKeyException.class);
    execute("insert into persistence_shard_directory values (7, 's2')");
    assertThatThrownBy(() -> directory.shardOf(7L)).isInstanceOf(ShardKeyException.class);
    time.advance(Duration.ofSeconds(1));
    assertThat(directory.shardOf(7L)).isEqualTo("s2");
  }

  @Test
  void newKeysGoWhereThereAreFewest() throws SQLException {
    Set<String> used = new HashSet<>();
    for (long key = 0; key < 9; key++) {
      String shard = directory.assign(key);
      used.add(shard);
      assertThat(directory.shardOf(key)).isEqualTo(shard);
      assertThat(directory.assign(key)).as("again").isEqualTo(shard);
    }
    assertThat(used).containsExactlyInAnyOrderElementsOf(SHARDS);
  }

  @Test
  void whoAssignsAtOnceGetsTheSameShard() throws Exception {
    Set<String> got = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (String shard : SHARDS) {
      DirectoryResolver other =
          builder(KeyType.INT8).assignment(Assignment.pinned(shard)).build(SHARDS);
      Thread thread =
          new Thread(
              () -> {
                try {
                  got.add(other.assign(1L));
                } catch (SQLException failure) {
                  got.add(failure.toString());
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(got).hasSize(1);
  }

  @Test
  void changedEntryIsLearnt() throws SQLException {
    directory.assign(1L);
    directory.learn();
    String before = directory.shardOf(1L);
    String after = before.equals("s1") ? "s2" : "s1";
    DirectoryResolver other = builder(KeyType.INT8).build(SHARDS);
    assertThat(other.reassign(1L, before, after)).isTrue();
    assertThat(other.shardOf(1L)).isEqualTo(after);
    assertThat(directory.shardOf(1L)).as("not asked yet").isEqualTo(before);
    directory.learn();
    assertThat(directory.shardOf(1L)).isEqualTo(after);
    assertThat(other.reassign(1L, before, "s3")).as("it is there no more").isFalse();
    assertThat(other.shardOf(1L)).isEqualTo(after);
  }

  @Test
  void changeThatNobodyWouldLearnIsRefused() throws SQLException {
    String before = directory.assign(1L);
    execute("delete from persistence_shard_directory_epoch");
    String after = before.equals("s1") ? "s2" : "s1";
    assertThatThrownBy(() -> directory.reassign(1L, before, after))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("createTables()");
    assertThat(builder(KeyType.INT8).build(SHARDS).shardOf(1L)).isEqualTo(before);
    directory.createTables();
    assertThat(directory.reassign(1L, before, after)).isTrue();
  }

  @Test
  void shardsThatDifferInCaseOrBlanksAreThree() throws SQLException {
    DirectoryResolver all = builder(KeyType.INT8).build(List.of("s1", "S1", "s1 "));
    execute("insert into persistence_shard_directory values (7, 's1')");
    assertThat(all.reassign(7L, "S1", "S1")).isFalse();
    assertThat(all.reassign(7L, "s1 ", "s1 ")).isFalse();
    assertThat(all.shardOf(7L)).isEqualTo("s1");
  }

  @Test
  void entriesAreForgottenOnlyIfOneHasChanged() throws SQLException {
    directory.assign(1L);
    String shard = directory.shardOf(1L);
    directory.learn();
    assertThat(directory.shardOf(1L)).isEqualTo(shard);
    execute("delete from persistence_shard_directory");
    directory.learn();
    assertThat(directory.shardOf(1L)).as("nothing has changed").isEqualTo(shard);
  }

  @Test
  void keyThatIsLookedForByManyIsAskedForOnce() throws Exception {
    execute("insert into persistence_shard_directory values (7, 's2')");
    try (HikariDataSource single = pool(1);
        Connection taken = single.getConnection()) {
      DirectoryResolver resolver = Resolvers.directory(KeyType.INT8, single).build(SHARDS);
      List<FutureTask<String>> answers = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(new FutureTask<>(() -> resolver.shardOf(7L)));
        threads.add(new Thread(answers.get(i)));
        threads.get(i).start();
      }
      Awaitility.await()
          .until(() -> threads.stream().allMatch(each -> each.getState().name().contains("WAIT")));
      assertThat(single.getHikariPoolMXBean().getThreadsAwaitingConnection()).isEqualTo(1);
      taken.close();
      for (FutureTask<String> each : answers) {
        assertThat(each.get()).isEqualTo("s2");
      }
    }
  }

  @Test
  void whoSharesAQuestionAsksAnewIfItsThreadIsInterrupted() throws Exception {
    execute("insert into persistence_shard_directory values (7, 's2')");
    try (HikariDataSource single = pool(1);
        Connection taken = single.getConnection()) {
      DirectoryResolver resolver = Resolvers.directory(KeyType.INT8, single).build(SHARDS);
      FutureTask<String> asking = new FutureTask<>(() -> resolver.shardOf(7L));
      Thread asks = new Thread(asking);
      asks.start();
      Awaitility.await()
          .until(() -> single.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
      List<FutureTask<String>> answers = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        answers.add(new FutureTask<>(() -> resolver.shardOf(7L)));
        threads.add(new Thread(answers.get(i)));
        threads.get(i).start();
      }
      Awaitility.await()
          .until(() -> threads.stream().allMatch(each -> each.getState().name().contains("WAIT")));
      asks.interrupt();
      assertThatThrownBy(asking::get).hasCauseInstanceOf(PersistenceException.class);
      taken.close();
      for (FutureTask<String> each : answers) {
        assertThat(each.get()).isEqualTo("s2");
      }
    }
  }

  private HikariDataSource pool(int connections) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.primary().dataSource());
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  /** Keeps the first connection from being given back, after it has answered. */
  private static final class LateAnswer extends DelegatingDataSource {
    final CountDownLatch read = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicBoolean first = new AtomicBoolean(true);

    LateAnswer(DataSource database) {
      super(database);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      if (!first.getAndSet(false)) {
        return connection;
      }
      InvocationHandler held =
          (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
              read.countDown();
              goOn.await();
            }
            return method.invoke(connection, arguments);
          };
      ClassLoader loader = Connection.class.getClassLoader();
      return (Connection) Proxy.newProxyInstance(loader, new Class<?>[] {Connection.class}, held);
    }
  }

  @Test
  void answerThatWasReadBeforeAChangeIsForNobodyWhoComesLater() throws Exception {
    execute("insert into persistence_shard_directory values (7, 's2')");
    LateAnswer database = new LateAnswer(this.database.primary().dataSource());
    DirectoryResolver resolver = Resolvers.directory(KeyType.INT8, database).build(SHARDS);
    FutureTask<String> early = new FutureTask<>(() -> resolver.shardOf(7L));
    new Thread(early).start();
    database.read.await();
    directory.reassign(7L, "s2", "s3");
    resolver.learn();
    FutureTask<String> late = new FutureTask<>(() -> resolver.shardOf(7L));
    new Thread(late).start();
    assertThat(late.get(10, TimeUnit.SECONDS)).isEqualTo("s3");
    database.goOn.countDown();
    assertThat(early.get()).isIn("s2", "s3");
    assertThat(resolver.shardOf(7L)).as("the late answer is not remembered").isEqualTo("s3");
  }

  @Test
  void shardThatWasNotDeclaredIsNoAnswer() throws SQLException {
    execute("insert into persistence_shard_directory values (7, 'elsewhere')");
    assertThatThrownBy(() -> directory.shardOf(7L))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("elsewhere");
    DirectoryResolver wrong =
        builder(KeyType.INT8).assignment(Assignment.pinned("nowhere")).build(SHARDS);
    assertThatThrownBy(() -> wrong.assign(8L))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> wrong.shardOf(8L)).isInstanceOf(ShardKeyException.class);
    assertThatThrownBy(() -> directory.reassign(7L, "elsewhere", "nowhere"))
        .isInstanceOf(PersistenceException.class);
  }

  @Test
  void knownKeysNeedNoDatabase() throws SQLException {
    HikariDataSource pool = pool(2);
    DirectoryResolver resolver = Resolvers.directory(KeyType.INT8, pool).build(SHARDS);
    String shard = resolver.assign(7L);
    pool.close();
    assertThat(resolver.shardOf(7L)).isEqualTo(shard);
    assertThatThrownBy(() -> resolver.shardOf(8L))
        .isInstanceOf(PersistenceException.class)
        .isNotInstanceOf(ShardKeyException.class)
        .hasCauseInstanceOf(SQLException.class);
    assertThatThrownBy(resolver::learn).isInstanceOf(SQLException.class);
  }

  @Test
  void textsAreKeysCharacterByCharacter() throws SQLException {
    DirectoryResolver tenants = empty(KeyType.TEXT);
    List<String> keys = List.of("acme", "ACME", "acme ", "\u00e4", "a\u0308", "\uD83D\uDE00", "");
    for (String key : keys) {
      assertThatThrownBy(() -> tenants.shardOf(key)).isInstanceOf(ShardKeyException.class);
      assertThat(tenants.assign(key)).isEqualTo(tenants.shardOf(key));
    }
    DirectoryResolver other = builder(KeyType.TEXT).build(SHARDS);
    for (String key : keys) {
      assertThat(other.shardOf(key)).isEqualTo(tenants.shardOf(key));
    }
    assertThat(new HashSet<>(keys.stream().map(other::shardOf).toList())).hasSize(SHARDS.size());
  }

  @Test
  void textThatTheTableCannotHoldIsNoKey() throws SQLException {
    DirectoryResolver tenants = empty(KeyType.TEXT);
    assertThat(tenants.assign("\uD83D\uDE00".repeat(255))).isIn(SHARDS);
    for (String key : List.of("ada\0", "ada".repeat(86), "ada\uD800")) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> tenants.shardOf(key),
              () -> tenants.assign(key),
              () -> tenants.reassign(key, "s1", "s2"))) {
        assertThatThrownBy(call)
            .isInstanceOf(ShardKeyException.class)
            .message()
            .contains("no shard key of type TEXT")
            .doesNotContain("ada");
      }
    }
  }

  @Test
  void whereTheTablesAreMissingTheMessageTellsHowToMakeThem() throws SQLException {
    execute("drop table persistence_shard_directory");
    execute("drop table persistence_shard_directory_epoch");
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> directory.shardOf(1L), () -> directory.assign(1L), directory::learn)) {
      assertThatThrownBy(call).hasMessageContaining("createTables()");
    }
  }

  @Test
  void uuidsAreKeys() throws SQLException {
    DirectoryResolver tenants = empty(KeyType.UUID);
    UUID key = UUID.fromString("0198f2c0-0000-7000-8000-00000000beef");
    assertThatThrownBy(() -> tenants.shardOf(key)).isInstanceOf(ShardKeyException.class);
    String shard = tenants.assign(key);
    assertThat(builder(KeyType.UUID).build(SHARDS).shardOf(key)).isEqualTo(shard);
    assertThat(builder(KeyType.UUID).build(SHARDS).assign(key)).as("again").isEqualTo(shard);
    execute("delete from persistence_shard_directory");
    execute("insert into persistence_shard_directory values ('" + key + "', 's3')");
    assertThat(builder(KeyType.UUID).build(SHARDS).shardOf(key)).as("by hand").isEqualTo("s3");
  }

  /** Returns a directory whose table is of that type. */
  private DirectoryResolver empty(KeyType<?> keyType) throws SQLException {
    execute("drop table persistence_shard_directory");
    DirectoryResolver made = builder(keyType).build(SHARDS);
    made.createTables();
    return made;
  }

  @Test
  void directoriesInOneDatabaseHaveTablesOfTheirOwn() throws SQLException {
    DirectoryResolver other =
        builder(KeyType.INT8).table(TableName.of("accounts_directory")).build(SHARDS);
    other.createTables();
    other.assign(1L);
    assertThatThrownBy(() -> directory.shardOf(1L)).isInstanceOf(ShardKeyException.class);
  }

  @Test
  void manyInstancesMayCreateTheTablesAtOnce() throws Exception {
    execute("drop table persistence_shard_directory");
    execute("drop table persistence_shard_directory_epoch");
    CountDownLatch begin = new CountDownLatch(1);
    List<FutureTask<String>> instances = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      DirectoryResolver instance = builder(KeyType.INT8).build(SHARDS);
      instances.add(
          new FutureTask<>(
              () -> {
                begin.await();
                instance.createTables();
                return instance.assign(1L);
              }));
      new Thread(instances.get(i)).start();
    }
    begin.countDown();
    String shard = instances.get(0).get();
    for (FutureTask<String> instance : instances) {
      assertThat(instance.get()).isEqualTo(shard);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void optionsAreChecked() {
    DirectoryResolverBuilder builder = builder(KeyType.INT8);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.capacity(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.unknownFor(Duration.ofMinutes(2)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.build(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.build(List.of("s1", "s1")));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.build(Arrays.asList("s1", null)));
  }
}
