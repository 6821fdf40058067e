package dev.persistence.examples.cacherace;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A table of prices behind a data source that sends reads to a standby.
 *
 * @param dataSource where the table is
 */
record Prices(DataSource dataSource) {

  void create(int rows) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table price (id bigint primary key, cents bigint not null)");
      statement.execute(
          "insert into price select id, 100 from generate_series(1, " + rows + ") as id");
    }
  }

  long load(long id) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setReadOnly(true);
      try (PreparedStatement statement =
          connection.prepareStatement("select cents from price where id = ?")) {
        statement.setLong(1, id);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    }
  }

  void change(Connection connection, long id, long cents) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("update price set cents = ? where id = ?")) {
      statement.setLong(1, cents);
      statement.setLong(2, id);
      statement.executeUpdate();
    }
  }
}
