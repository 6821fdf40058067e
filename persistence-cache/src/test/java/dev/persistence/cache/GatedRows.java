package dev.persistence.cache;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A table of numbers, and loads of them that can be held after they have read. */
final class GatedRows {

  /** Where one load, or write, waits. */
  static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile @Nullable Thread held;

    /** Waits until a thread waits here, and returns it. */
    Thread awaitReached() throws InterruptedException {
      if (!reached.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came to the gate");
      }
      return Objects.requireNonNull(held);
    }

    void open() {
      opened.countDown();
    }

    private void pass() throws InterruptedException {
      held = Thread.currentThread();
      reached.countDown();
      if (!opened.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody opened the gate");
      }
    }
  }

  private final DataSource dataSource;
  private final AtomicInteger loads = new AtomicInteger();
  private final AtomicReference<@Nullable Gate> next = new AtomicReference<>();

  GatedRows(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  void create() throws SQLException {
    execute("create table if not exists item (id int primary key, number int not null)");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Holds the next load or write, once it has done its work. */
  Gate hold() {
    Gate gate = new Gate();
    next.set(gate);
    return gate;
  }

  /** Loads on a read-only connection. */
  @Nullable Integer load(Integer id) throws SQLException, InterruptedException {
    loads.incrementAndGet();
    Integer number;
    try (Connection connection = dataSource.getConnection()) {
      connection.setReadOnly(true);
      number = read(connection, id);
    }
    passGate();
    return number;
  }

  /** Writes, as a cache's writer. */
  void write(Integer id, Integer number) throws SQLException, InterruptedException {
    commit(id, number);
    passGate();
  }

  private void passGate() throws InterruptedException {
    Gate gate = next.getAndSet(null);
    if (gate != null) {
      gate.pass();
    }
  }

  void commit(int id, int number) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      write(connection, id, number);
    }
  }

  static void write(Connection connection, int id, int number) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into item values (?, ?) on conflict (id) do update set number = ?")) {
      statement.setInt(1, id);
      statement.setInt(2, number);
      statement.setInt(3, number);
      statement.executeUpdate();
    }
  }

  static @Nullable Integer read(Connection connection, int id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select number from item where id = ?")) {
      statement.setInt(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : null;
      }
    }
  }

  /** Returns how many loads there were since the last call. */
  int takeLoads() {
    return loads.getAndSet(0);
  }
}
