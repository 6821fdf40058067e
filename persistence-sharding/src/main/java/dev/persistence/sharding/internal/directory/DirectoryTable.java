package dev.persistence.sharding.internal.directory;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.internal.SharedTables;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The table that has the shard of each key, and beside it the number of changes: a key's shard is
 * never changed without that. Thread-safe.
 */
public final class DirectoryTable {

  /** In characters, of which each has 4 bytes at most. */
  private static final int LONGEST = 255;

  private static final Identifier KEY = Identifier.of("shard_key");
  private static final Identifier SHARD = Identifier.of("shard");
  private static final Identifier ID = Identifier.of("id");
  private static final Identifier EPOCH = Identifier.of("epoch");

  private final DataSource database;
  private final TableName table;
  private final TableName epochs;
  private final KeyType<?> keyType;

  public DirectoryTable(DataSource database, TableName table, KeyType<?> keyType) {
    this.database = database;
    this.table = table;
    this.epochs = new TableName(table.schema(), Identifier.of(table.name().name() + "_epoch"));
    this.keyType = keyType;
  }

  public KeyType<?> keyType() {
    return keyType;
  }

  /** Returns why the table cannot hold the key, whatever the database; null if it can. */
  public static @Nullable String refusal(Object key) {
    if (!(key instanceof String text)) {
      return null;
    }
    if (text.indexOf('\0') >= 0) {
      return "it has the character NUL in it, which PostgreSQL does not store";
    }
    boolean fits = text.length() <= LONGEST || text.codePointCount(0, text.length()) <= LONGEST;
    return fits ? null : "a directory's keys have " + LONGEST + " characters at most";
  }

  /** Makes the tables that are not there. */
  public void create() throws SQLException {
    SharedTables.create(database, this::ddl);
    Transactions.of(database)
        .run(connection -> SharedTables.putIfAbsent(connection, epochs, List.of(1, 1L)));
  }

  private List<String> ddl(Dialect dialect) {
    return List.of(
        "CREATE TABLE IF NOT EXISTS "
            + dialect.quote(table)
            + " ("
            + dialect.quote(KEY)
            + " "
            + keyColumn(dialect)
            + " PRIMARY KEY, "
            + dialect.quote(SHARD)
            + SharedTables.nameColumn(dialect)
            + " NOT NULL)",
        "CREATE TABLE IF NOT EXISTS "
            + dialect.quote(epochs)
            + " ("
            + dialect.quote(ID)
            + " integer PRIMARY KEY, "
            + dialect.quote(EPOCH)
            + " bigint NOT NULL)");
  }

  /** Two texts are one key only if they are the same, whatever the database's collation. */
  private String keyColumn(Dialect dialect) {
    boolean postgres = dialect.equals(Dialect.postgreSql());
    if (keyType == KeyType.INT8) {
      return "bigint";
    }
    if (keyType == KeyType.UUID) {
      return postgres ? "uuid" : "char(36) CHARACTER SET ascii";
    }
    String longest = postgres ? "varchar(%d) COLLATE \"C\"" : "varbinary(%d)";
    return longest.formatted(postgres ? LONGEST : 4 * LONGEST);
  }

  private static Object parameter(Dialect dialect, Object key) {
    if (key instanceof Long || dialect.equals(Dialect.postgreSql())) {
      return key;
    }
    return key instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : key.toString();
  }

  /** Returns the key's shard, or null if it has none. */
  public @Nullable String find(Object key) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return find(connection, key);
    } catch (SQLException failure) {
      throw SharedTables.explained(failure);
    }
  }

  private @Nullable String find(Connection connection, Object key) throws SQLException {
    Dialect dialect = Dialect.detect(connection);
    String sql =
        "SELECT "
            + dialect.quote(SHARD)
            + " FROM "
            + dialect.quote(table)
            + " WHERE "
            + dialect.quote(KEY)
            + " = ?";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, parameter(dialect, key));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /** Puts the key's shard unless it has one, and returns the one that it has then. */
  public String putIfAbsent(Object key, String shard) throws SQLException {
    boolean put =
        Transactions.of(database)
            .call(
                connection -> {
                  Object value = parameter(Dialect.detect(connection), key);
                  return SharedTables.putIfAbsent(connection, table, List.of(value, shard));
                });
    String known = put ? shard : find(key);
    if (known == null) {
      throw new SQLTransientException("The entry of a key has just been deleted; try again");
    }
    return known;
  }

  /** Gives the key another shard if it still has the one before; returns whether it had. */
  public boolean replace(Object key, String before, String after) throws SQLException {
    try {
      return Transactions.of(database).call(connection -> replace(connection, key, before, after));
    } catch (SQLException failure) {
      throw SharedTables.explained(failure);
    }
  }

  private boolean replace(Connection connection, Object key, String before, String after)
      throws SQLException {
    Dialect dialect = Dialect.detect(connection);
    String shard = dialect.quote(SHARD);
    String update =
        "UPDATE "
            + dialect.quote(table)
            + " SET "
            + shard
            + " = ? WHERE "
            + dialect.quote(KEY)
            + " = ? AND "
            + shard
            + " = ?";
    try (PreparedStatement entry = connection.prepareStatement(update);
        Statement epoch = connection.createStatement()) {
      entry.setString(1, after);
      entry.setObject(2, parameter(dialect, key));
      entry.setString(3, before);
      if (entry.executeUpdate() == 0) {
        return false;
      }
      String count = dialect.quote(EPOCH);
      String counted = "UPDATE " + dialect.quote(epochs) + " SET " + count + " = " + count + " + 1";
      if (epoch.executeUpdate(counted) == 0) {
        throw new SQLException(
            "The directory's number of changes is not there, so nobody would learn of this one, and"
                + " nothing was changed; createTables() puts it");
      }
      return true;
    }
  }

  /** Returns how many keys each of these shards has. */
  public Map<String, Long> counts(Collection<String> shards) throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    shards.forEach(shard -> counts.put(shard, 0L));
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      Dialect dialect = Dialect.detect(connection);
      String shard = dialect.quote(SHARD);
      String sql =
          "SELECT " + shard + ", count(*) FROM " + dialect.quote(table) + " GROUP BY " + shard;
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          counts.replace(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return counts;
  }

  /** Returns the number of changes. */
  public long epoch() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      Dialect dialect = Dialect.detect(connection);
      String sql = "SELECT max(" + dialect.quote(EPOCH) + ") FROM " + dialect.quote(epochs);
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException failure) {
      throw SharedTables.explained(failure);
    }
  }
}
