package dev.persistence.lifecycle.softdelete;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.Shop;
import dev.persistence.testkit.SeededRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random deletes, restores, inserts and bulk updates over four tables by eight threads. With {@code
 * -Dpersistence.test.scale=21} they are 10,000 steps and more.
 */
abstract class SoftDeletePropertySuite {

  private static final int SCALE = Integer.getInteger("persistence.test.scale", 1);
  private static final int THREADS = 8;
  private static final Attribution CLIENT = new Attribution("random", "client");

  private final LiveDatabase database;

  SoftDeletePropertySuite(LiveDatabase database) {
    this.database = database;
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void rowsAreAsTheModelHasThem() throws Exception {
    Shop.create(database);
    SoftDelete softDelete = SoftDelete.of(Shop.softDeletable(database, false));
    List<Callable<Boolean>> clients = new ArrayList<>();
    for (int i = 1; i <= THREADS; i++) {
      ShopClient client = new ShopClient(database, softDelete, SeededRandom.of(i), i);
      clients.add(
          () -> {
            client.begin();
            for (int step = 0; step < 60 * SCALE; step++) {
              client.step();
              if (step % 20 == 19) {
                client.check();
              }
            }
            return true;
          });
    }
    runAll(clients);
    checkInvariants();
  }

  @Test
  void clientsOfTheSameRowsLeaveNoLiveChildUnderADeletedParent() throws Exception {
    contend(false);
  }

  @Test
  void guardsHoldWhereNobodyAsksForALiveParent() throws Exception {
    contend(true);
  }

  private void contend(boolean guards) throws Exception {
    Shop.create(database);
    SoftDelete softDelete = SoftDelete.of(Shop.softDeletable(database, guards));
    for (int id = 1; id <= 3; id++) {
      Shop.addCustomer(database, id, "e" + id);
    }
    Queue<UUID> deletions = new ConcurrentLinkedQueue<>();
    List<Callable<Boolean>> clients = new ArrayList<>();
    for (int i = 1; i <= THREADS; i++) {
      Contender contender = new Contender(softDelete, deletions, SeededRandom.of(100 + i), guards);
      long first = i * 100_000L;
      clients.add(
          () -> {
            for (int step = 0; step < 25 * SCALE; step++) {
              contender.step(first + step);
              checkParents();
            }
            return true;
          });
    }
    runAll(clients);
    checkInvariants();
  }

  private final class Contender {
    private final Transactions transactions = database.transactions();
    private final SoftDelete softDelete;
    private final Queue<UUID> deletions;
    private final SeededRandom random;
    private final boolean guards;

    private Contender(
        SoftDelete softDelete, Queue<UUID> deletions, SeededRandom random, boolean guards) {
      this.softDelete = softDelete;
      this.deletions = deletions;
      this.random = random;
      this.guards = guards;
    }

    private void step(long id) throws SQLException {
      long customer = random.between(1, 3);
      switch (random.between(0, 3)) {
        case 0 -> delete(RowKey.of("customers", customer));
        case 1 -> delete(RowKey.of("orders", customer * 10));
        case 2 -> restore();
        default -> insert(id, customer);
      }
    }

    private void delete(RowKey row) throws SQLException {
      Optional<Deletion> deletion =
          transactions.call(connection -> softDelete.delete(connection, row, CLIENT));
      deletion.ifPresent(done -> deletions.add(done.id()));
    }

    private void restore() throws SQLException {
      UUID id = deletions.poll();
      if (id == null) {
        return;
      }
      try {
        transactions.call(connection -> softDelete.restore(connection, id, CLIENT));
      } catch (RestoreConflictException refused) {
        deletions.add(id);
      } catch (SQLException refused) {
        if (!guards) {
          throw refused;
        }
        deletions.add(id);
      }
    }

    private void insert(long id, long customer) throws SQLException {
      String sql =
          "INSERT INTO orders (id, customer_id, code, total) VALUES (%d, %d, 'n%d', 1)"
              .formatted(id, customer, id);
      try {
        transactions.run(
            connection -> {
              if (guards || softDelete.lockLive(connection, RowKey.of("customers", customer))) {
                connection.createStatement().execute(sql);
              }
            });
      } catch (SQLException refused) {
        if (!guards) {
          throw refused;
        }
      }
    }
  }

  private static void runAll(List<Callable<Boolean>> clients) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients.size());
    try {
      for (Future<Boolean> done : threads.invokeAll(clients, 5L * SCALE, TimeUnit.MINUTES)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** One statement each, so that it sees what some transactions left behind, and no half of one. */
  private void checkParents() throws SQLException {
    assertNone(
        "SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id"
            + " WHERE o.deleted_at IS NULL AND c.deleted_at IS NOT NULL");
    assertNone(
        "SELECT l.order_id FROM order_lines l JOIN orders o ON o.id = l.order_id"
            + " WHERE l.deleted_at IS NULL AND o.deleted_at IS NOT NULL");
    assertNone(
        "SELECT n.id FROM notes n JOIN customers c ON c.id = n.customer_id"
            + " WHERE n.deleted_at IS NULL AND c.deleted_at IS NOT NULL");
  }

  private void checkInvariants() throws SQLException {
    checkParents();
    assertNone(
        "SELECT email FROM customers WHERE deleted_at IS NULL GROUP BY email HAVING COUNT(*) > 1");
    assertNone(
        "SELECT d.deletion_id, d.row_count FROM lifecycle_deletions d LEFT JOIN (SELECT"
            + " deletion_id FROM customers UNION ALL SELECT deletion_id FROM orders UNION ALL"
            + " SELECT deletion_id FROM order_lines UNION ALL SELECT deletion_id FROM notes) r ON "
            + database.sql("CAST(r.deletion_id AS text)", "r.deletion_id")
            + " = d.deletion_id GROUP BY d.deletion_id, d.row_count, d.restored_at HAVING"
            + " COUNT(r.deletion_id) <> CASE WHEN d.restored_at IS NULL THEN d.row_count ELSE 0"
            + " END");
    assertThat(database.number("SELECT COUNT(*) FROM lifecycle_deletions")).isGreaterThan(5);
  }

  private void assertNone(String query) throws SQLException {
    assertThat(database.rows(query)).as(query).isEmpty();
  }
}
