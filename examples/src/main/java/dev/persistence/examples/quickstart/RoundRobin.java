package dev.persistence.examples.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Takes the pools in turn, however stale their nodes are. Thread-safe. */
final class RoundRobin extends AbstractDataSource {

  private final List<DataSource> pools;
  private final AtomicInteger turn = new AtomicInteger();

  RoundRobin(DataSource... pools) {
    this.pools = List.of(pools);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return pools.get(Math.floorMod(turn.getAndIncrement(), pools.size())).getConnection();
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }
}
