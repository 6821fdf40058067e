package dev.persistence.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables of our books are made by all nodes at once, on each engine. */
abstract class LifecycleTablesSuite {

  private static final int NODES = 6;
  private static final int ROUNDS = 3;
  private static final Duration BOUND = Duration.ofMinutes(1);

  private final LiveDatabase database;

  LifecycleTablesSuite(LiveDatabase database) {
    this.database = database;
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void nodesThatStartAtOnceAllHaveTheirTables() throws Exception {
    Catalog catalog = database.scan(Catalog.builder());
    ExecutorService nodes = Executors.newFixedThreadPool(NODES);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        database.clear();
        CyclicBarrier start = new CyclicBarrier(NODES);
        List<Future<?>> made = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
          boolean alone = node % 2 == 0;
          made.add(nodes.submit(() -> create(catalog, start, alone)));
        }
        for (Future<?> each : made) {
          each.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(database.rows("SELECT one FROM lifecycle_hold_gate")).containsExactly("1");
      }
    } finally {
      nodes.shutdownNow();
    }
  }

  private @Nullable Void create(Catalog catalog, CyclicBarrier start, boolean alone)
      throws Exception {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(alone);
      start.await(BOUND.toSeconds(), TimeUnit.SECONDS);
      LifecycleTables.create(connection, catalog);
      if (!alone) {
        connection.commit();
        connection.setAutoCommit(true);
      }
      return null;
    }
  }

  @Test
  void connectionIsAsItWas() throws SQLException {
    Catalog catalog = database.scan(Catalog.builder());
    try (Connection connection = database.dataSource().getConnection()) {
      LifecycleTables.create(connection, catalog);
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(database.number("SELECT COUNT(*) FROM lifecycle_hold_gate")).isEqualTo(1);
      database.execute(
          "DROP TABLE lifecycle_hold_gate", "CREATE TABLE lifecycle_hold_gate (two int)");
      assertThatThrownBy(() -> LifecycleTables.create(connection, catalog))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("one");
      assertThat(connection.getAutoCommit()).isTrue();
      if (database.isPostgreSql()) {
        connection.setAutoCommit(false);
        database.execute("DROP TABLE lifecycle_hold_gate");
        LifecycleTables.create(connection, catalog);
        connection.rollback();
        connection.setAutoCommit(true);
        assertThatThrownBy(() -> database.rows("SELECT one FROM lifecycle_hold_gate"))
            .as("the caller commits")
            .isInstanceOf(SQLException.class);
      }
    }
  }
}
