package dev.persistence.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Test classes that {@link WithPostgresTest} runs by a launcher of its own. */
final class Fixtures {

  /** What each fixture was given, by its class. */
  static final ConcurrentMap<Class<?>, PostgresCluster> SEEN = new ConcurrentHashMap<>();

  private Fixtures() {}

  /** Returns what the fixture was given. */
  static PostgresCluster seen(Class<?> fixture) {
    return Objects.requireNonNull(SEEN.get(fixture), "the fixture did not run");
  }

  static Set<String> tables(PostgresCluster cluster) throws SQLException {
    Set<String> names = ConcurrentHashMap.newKeySet();
    try (Connection connection = cluster.primary().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static void seesOnlyItsOwnTable(PostgresCluster cluster, String table)
      throws SQLException {
    assertThat(tables(cluster)).isEmpty();
    try (Connection connection = cluster.primary().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + " (id int)");
    }
    assertThat(tables(cluster)).containsExactly(table);
  }

  @WithPostgres
  static class First {
    private static @Nullable PostgresCluster ofClass;
    private @Nullable PostgresCluster ofInstance;
    private final @Nullable PostgresCluster untouched = null;

    @BeforeAll
    static void before(PostgresCluster cluster) {
      assertThat(ofClass).isSameAs(cluster);
    }

    @Test
    void sees(PostgresCluster cluster) throws SQLException {
      assertThat(ofInstance).isSameAs(cluster);
      assertThat(ofClass).isSameAs(cluster);
      assertThat(untouched).isNull();
      SEEN.put(First.class, cluster);
      seesOnlyItsOwnTable(cluster, "first");
    }

    @Nested
    class Inner {
      @Test
      void usesTheServersAroundIt(PostgresCluster cluster) {
        assertThat(cluster).isSameAs(ofInstance);
      }
    }
  }

  @WithPostgres
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class Second {
    private final PostgresCluster fromConstructor;
    private @Nullable PostgresCluster field;

    Second(PostgresCluster cluster) {
      this.fromConstructor = cluster;
    }

    @Test
    void sees(PostgresCluster cluster) throws SQLException {
      assertThat(fromConstructor).isSameAs(cluster);
      assertThat(field).isSameAs(cluster);
      SEEN.put(Second.class, cluster);
      seesOnlyItsOwnTable(cluster, "second");
    }
  }

  @WithPostgres(isolated = true)
  static class Isolated {
    @Test
    void mayBreakItsServer(PostgresCluster cluster) {
      SEEN.put(Isolated.class, cluster);
      cluster.primary().kill();
      cluster.primary().restart();
    }
  }

  @WithPostgres
  static class Breaking {
    @Test
    void breaksWhatOthersUse(PostgresCluster cluster) {
      cluster.primary().kill();
    }
  }

  @WithPostgres(standbys = 1)
  static class FirstPausing {
    @Test
    void leavesReplayPaused(PostgresCluster cluster) {
      SEEN.put(FirstPausing.class, cluster);
      cluster.standbys().get(0).pauseReplay();
      cluster.standbys().get(0).applyDelay(Duration.ofHours(1));
    }
  }

  @WithPostgres(standbys = 1)
  static class SecondPausing {
    @Test
    void findsReplayRunning(PostgresCluster cluster) {
      assertThat(cluster.primary().port()).isEqualTo(seen(FirstPausing.class).primary().port());
      cluster.awaitReplicated();
    }
  }

  @WithPostgres(settings = {"work_mem = 3MB"})
  static class OwnSettings {
    @Test
    void seesThem(PostgresCluster cluster) throws SQLException {
      SEEN.put(OwnSettings.class, cluster);
      try (Connection connection = cluster.primary().dataSource().getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SHOW work_mem")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("3MB");
      }
    }
  }

  @WithPostgres(settings = "work_mem")
  static class BadSetting {
    @Test
    void neverRuns() {}
  }
}
