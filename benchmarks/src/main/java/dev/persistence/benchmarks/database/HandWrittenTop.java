package dev.persistence.benchmarks.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** The largest purchases of all databases, as one writes it by hand: a task each, then sorted. */
final class HandWrittenTop implements AutoCloseable {

  private static final String SQL =
      "select id, total from purchase order by total desc nulls last, id limit " + Top.LENGTH;

  private final List<? extends DataSource> databases;
  private final boolean transactions;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * @param transactions whether each database is read in a read-only transaction
   */
  HandWrittenTop(List<? extends DataSource> databases, boolean transactions) {
    this.databases = databases;
    this.transactions = transactions;
  }

  List<Top.Purchase> largest() throws SQLException {
    List<Future<List<Top.Purchase>>> asked = new ArrayList<>();
    for (DataSource database : databases) {
      asked.add(threads.submit(() -> ofOne(database)));
    }
    List<Top.Purchase> all = new ArrayList<>();
    try {
      for (Future<List<Top.Purchase>> each : asked) {
        all.addAll(each.get());
      }
    } catch (ExecutionException failure) {
      throw new SQLException(failure);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new SQLException(ended);
    }
    all.sort(
        Comparator.comparingLong(Top.Purchase::total)
            .reversed()
            .thenComparingLong(Top.Purchase::id));
    return all.subList(0, Top.LENGTH);
  }

  private List<Top.Purchase> ofOne(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      if (!transactions) {
        return read(connection);
      }
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      List<Top.Purchase> read = read(connection);
      connection.commit();
      return read;
    }
  }

  private static List<Top.Purchase> read(Connection connection) throws SQLException {
    List<Top.Purchase> read = new ArrayList<>(Top.LENGTH);
    try (PreparedStatement select = connection.prepareStatement(SQL);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        read.add(new Top.Purchase(rows.getLong(1), rows.getLong(2)));
      }
    }
    return read;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
