package dev.persistence.benchmarks.peer;

import com.baomidou.dynamic.datasource.DynamicRoutingDataSource;
import com.baomidou.dynamic.datasource.toolkit.DynamicDataSourceContextHolder;
import dev.persistence.benchmarks.ReadPath;
import dev.persistence.benchmarks.StubDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * baomidou's dynamic-datasource with the group of replicas that its {@code @DS} annotation names,
 * in turn. Knows nothing of lag.
 */
public final class BaomidouReadPath implements ReadPath {

  private static final String REPLICAS = "replica";

  private final DynamicRoutingDataSource routing = new DynamicRoutingDataSource(List.of());

  public BaomidouReadPath() {
    routing.setPrimary("primary");
    routing.addDataSource("primary", new StubDataSource(true));
    routing.addDataSource(REPLICAS + "_1", new StubDataSource(false));
    routing.addDataSource(REPLICAS + "_2", new StubDataSource(false));
  }

  @Override
  public Connection begin() throws SQLException {
    DynamicDataSourceContextHolder.push(REPLICAS);
    Connection connection = routing.getConnection();
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public void end(Connection connection) throws SQLException {
    ReadPath.super.end(connection);
    DynamicDataSourceContextHolder.poll();
  }
}
