package dev.persistence.sharding.internal;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What every instance does to the same tables at its start, or to the same row. Stateless. */
public final class SharedTables {

  /** The SQLStates of PostgreSQL, and of MySQL and MariaDB. */
  private static final Set<String> NO_TABLE = Set.of("42P01", "42S02");

  /** Whom an instance of PostgreSQL waits for until it has made its tables. */
  private static final long MAKING = 0x5348_4152_4453L;

  private SharedTables() {}

  /** Says how tables are made that may be there. */
  @FunctionalInterface
  public interface Ddl {
    List<String> statements(Dialect dialect);
  }

  /** Makes the tables that are not there. */
  public static void create(DataSource database, Ddl ddl) throws SQLException {
    Transactions.of(database).run(connection -> execute(connection, ddl));
  }

  private static void execute(Connection connection, Ddl ddl) throws SQLException {
    Dialect dialect = Dialect.detect(connection);
    try (Statement statement = connection.createStatement()) {
      if (dialect.equals(Dialect.postgreSql())) {
        // It does not wait for who is making the same table, but trips over its name.
        statement.execute("SELECT pg_catalog.pg_advisory_xact_lock(" + MAKING + ")");
      }
      for (String each : ddl.statements(dialect)) {
        statement.execute(each);
      }
    }
  }

  /** Returns the type of a column with names, of which no two are alike to any collation. */
  public static String nameColumn(Dialect dialect) {
    if (dialect.equals(Dialect.postgreSql())) {
      return " varchar(63)";
    }
    // Without a pad: to utf8mb4_bin a name and one with blanks at its end are alike.
    boolean mariaDb = dialect.equals(Dialect.mariaDb());
    String collation = mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
    return " varchar(63) CHARACTER SET utf8mb4 COLLATE " + collation;
  }

  /** Returns whether it failed since a table is missing. */
  public static boolean isNoTable(@Nullable Throwable failure) {
    return failure instanceof SQLException told
        && NO_TABLE.contains(String.valueOf(told.getSQLState()));
  }

  /** Returns the failure; if a table is missing, one that tells how to make it. */
  public static SQLException explained(SQLException failure) {
    if (!isNoTable(failure)) {
      return failure;
    }
    return new SQLSyntaxErrorException(
        "A table is not there: createTables() makes it (" + failure.getMessage() + ")",
        failure.getSQLState(),
        failure.getErrorCode(),
        failure);
  }

  /** Puts a row unless its key is there, inside a transaction; returns whether it was put. */
  public static boolean putIfAbsent(Connection connection, TableName table, List<Object> row)
      throws SQLException {
    Dialect dialect = Dialect.detect(connection);
    boolean failsTransaction = dialect.equals(Dialect.postgreSql());
    String sql =
        "INSERT INTO "
            + dialect.quote(table)
            + " VALUES ("
            + String.join(", ", Collections.nCopies(row.size(), "?"))
            + (failsTransaction ? ") ON CONFLICT DO NOTHING" : ")");
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < row.size(); i++) {
        insert.setObject(i + 1, row.get(i));
      }
      return insert.executeUpdate() == 1;
    } catch (SQLException failure) {
      if (dialect.classify(failure) == FailureKind.UNIQUE_VIOLATION) {
        return false;
      }
      throw failure;
    }
  }
}
