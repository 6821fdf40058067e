package dev.persistence.sharding.catalog;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.sharding.ShardMap;
import dev.persistence.sharding.internal.SharedTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of shard maps in one database, and one map in it. Thread-safe. */
final class CatalogTable {

  /** The channel on which PostgreSQL tells of a new map, by its name. */
  static final String CHANNEL = "persistence_shard_map";

  private static final TableName TABLE = TableName.of("persistence_shard_map");
  private static final Identifier NAME = Identifier.of("name");
  private static final Identifier EPOCH = Identifier.of("epoch");
  private static final Identifier MAP = Identifier.of("map");

  private final DataSource database;
  private final String name;

  CatalogTable(DataSource database, String name) {
    this.database = database;
    this.name = name;
  }

  DataSource database() {
    return database;
  }

  void create() throws SQLException {
    SharedTables.create(database, CatalogTable::ddl);
  }

  private static List<String> ddl(Dialect dialect) {
    boolean postgres = dialect.equals(Dialect.postgreSql());
    return List.of(
        "CREATE TABLE IF NOT EXISTS "
            + dialect.quote(TABLE)
            + " ("
            + dialect.quote(NAME)
            + SharedTables.nameColumn(dialect)
            + " PRIMARY KEY, "
            + dialect.quote(EPOCH)
            + " bigint NOT NULL, "
            + dialect.quote(MAP)
            + (postgres ? " text" : " mediumtext")
            + " NOT NULL)");
  }

  /** Returns the map, or null if there is none. */
  @Nullable ShardMap read() throws SQLException {
    try (Connection connection = database.getConnection()) {
      Dialect dialect = Dialect.detect(connection);
      String sql =
          "SELECT " + dialect.quote(MAP) + " FROM " + dialect.quote(TABLE) + named(dialect);
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setString(1, name);
        try (ResultSet row = select.executeQuery()) {
          return row.next() ? ShardMap.decode(row.getString(1)) : null;
        }
      }
    } catch (SQLException failure) {
      throw SharedTables.explained(failure);
    }
  }

  private static String named(Dialect dialect) {
    return " WHERE " + dialect.quote(NAME) + " = ?";
  }

  /**
   * Replaces the map of the epoch before, of which the caller has read what it is, or puts the
   * first one; returns whether that was done.
   */
  boolean replace(ShardMap next) throws SQLException {
    return Transactions.of(database)
        .call(
            connection -> {
              Dialect dialect = Dialect.detect(connection);
              boolean done = update(connection, " = ", next.epoch() - 1, next);
              done = done || (next.epoch() == 1 && insert(connection, next));
              if (done && dialect.equals(Dialect.postgreSql())) {
                tell(connection);
              }
              return done;
            });
  }

  /** Puts the map unless a newer one is there. */
  void put(ShardMap map) throws SQLException {
    Transactions.of(database)
        .run(
            connection -> {
              if (!update(connection, " < ", map.epoch(), map) && !insert(connection, map)) {
                update(connection, " < ", map.epoch(), map); // Somebody has put an older one.
              }
            });
  }

  private boolean insert(Connection connection, ShardMap map) throws SQLException {
    List<Object> row = List.of(name, map.epoch(), map.encode());
    return SharedTables.putIfAbsent(connection, TABLE, row);
  }

  private boolean update(Connection connection, String comparison, long epoch, ShardMap map)
      throws SQLException {
    Dialect dialect = Dialect.detect(connection);
    String sql =
        "UPDATE "
            + dialect.quote(TABLE)
            + " SET "
            + dialect.quote(EPOCH)
            + " = ?, "
            + dialect.quote(MAP)
            + " = ?"
            + named(dialect)
            + " AND "
            + dialect.quote(EPOCH)
            + comparison
            + "?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, map.epoch());
      update.setString(2, map.encode());
      update.setString(3, name);
      update.setLong(4, epoch);
      return update.executeUpdate() == 1;
    }
  }

  private void tell(Connection connection) throws SQLException {
    try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
      notify.setString(1, CHANNEL);
      notify.setString(2, name);
      notify.execute();
    }
  }
}
