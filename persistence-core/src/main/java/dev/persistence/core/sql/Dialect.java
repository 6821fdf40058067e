package dev.persistence.core.sql;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the databases that this library knows, and nothing else: PostgreSQL, MySQL
 * and MariaDB, and the {@linkplain DistributedEngine distributed ones} that speak as they do.
 *
 * <p>Stateless and thread-safe. Only {@link #primaryKey}, {@link #isUnique} and {@link
 * #keyParameter} talk to the database, on the connection they are given.
 */
public abstract sealed class Dialect permits PostgreSqlDialect, MySqlDialect {

  Dialect() {}

  public static Dialect postgreSql() {
    return PostgreSqlDialect.POSTGRESQL;
  }

  public static Dialect mySql() {
    return MySqlDialect.MYSQL;
  }

  public static Dialect mariaDb() {
    return MariaDbDialect.MARIADB;
  }

  /**
   * Returns the dialect of the database behind the connection.
   *
   * @throws PersistenceException if this library does not know the database
   */
  public static Dialect detect(Connection connection) throws SQLException {
    DatabaseMetaData database = Arguments.notNull("connection", connection).getMetaData();
    String product = String.valueOf(database.getDatabaseProductName());
    String version = String.valueOf(database.getDatabaseProductVersion());
    if (product.equals("PostgreSQL")) {
      return PostgreSqlDialect.POSTGRESQL;
    }
    // MySQL's driver gives both products the name "MySQL"; only the version tells them apart.
    if (product.equals("MariaDB")
        || (product.equals("MySQL") && version.toLowerCase(Locale.ROOT).contains("mariadb"))) {
      return MariaDbDialect.MARIADB;
    }
    if (product.equals("MySQL")) {
      DistributedEngine engine = DistributedEngine.recognize(version, Set.of());
      return engine == null ? MySqlDialect.MYSQL : engine.dialect();
    }
    throw new PersistenceException(
        new Explanation(
            "The database \"" + product + "\" " + version + " cannot be used",
            "its SQL and its error codes are not known here",
            "Use PostgreSQL, MySQL or MariaDB"),
        null);
  }

  /**
   * Returns what a failure means, by the standard's SQLStates alone, where the database is not
   * known. Looks through causes and chained exceptions.
   */
  public static FailureKind classifyUnknown(SQLException failure) {
    return Failures.kind(Arguments.notNull("failure", failure), Failures::byState);
  }

  /**
   * Tells whether a failure made the database give the connection's transaction up, so that even a
   * COMMIT would roll it back, without an error. Only PostgreSQL does so.
   *
   * <p>Answered from what PostgreSQL's driver remembers, without a question to the server; false
   * where the connection is not the driver's, does not unwrap to it, and is no wrapper for a {@link
   * RollbackAware}.
   */
  public static boolean isRollbackOnly(Connection connection) {
    return DriverTransaction.isFailed(Arguments.notNull("connection", connection));
  }

  /** Returns the product's name as its makers write it. */
  public abstract String name();

  /**
   * Returns the name as SQL text, quoted.
   *
   * @throws IllegalArgumentException if the engine would refuse, cut off or alter such a name
   */
  public final String quote(Identifier identifier) {
    String name = Arguments.notNull("identifier", identifier).name();
    checkLimits(name);
    String mark = quotationMark();
    return mark + name.replace(mark, mark + mark) + mark;
  }

  /**
   * Returns the table's name as SQL text, each part quoted.
   *
   * @throws IllegalArgumentException if the engine would refuse, cut off or alter such a name
   */
  public final String quote(TableName table) {
    Identifier schema = Arguments.notNull("table", table).schema();
    return schema == null ? quote(table.name()) : quote(schema) + "." + quote(table.name());
  }

  /** Returns the names as SQL text, quoted and separated by commas, in their order. */
  public final String quote(List<Identifier> identifiers) {
    return Arguments.listOf("identifiers", identifiers).stream()
        .map(this::quote)
        .collect(Collectors.joining(", "));
  }

  abstract String quotationMark();

  abstract void checkLimits(String name);

  /** Returns what a failure means. Looks through causes and chained exceptions. */
  public final FailureKind classify(SQLException failure) {
    return Failures.kind(Arguments.notNull("failure", failure), this::classifyOne);
  }

  abstract FailureKind classifyOne(SQLException failure);

  /**
   * Tells whether a COMMIT that failed like this may nevertheless have happened. In doubt it may.
   */
  public abstract boolean mayHaveCommitted(SQLException failureOfCommit);

  /**
   * Returns the condition that a row's key comes after, or up to and including, a position, such
   * that an index over the key finds the rows. An order by {@link #quote(List)} of the same columns
   * is the order that is meant; text compares under the collation of its column.
   *
   * @param comparison which side of the position
   * @param key the columns of the key, most significant first; none of them may hold NULL
   * @param parameters the placeholder of each column, of {@link #keyParameter}
   * @param position one value for each column
   */
  public abstract SqlFragment keyCondition(
      KeyComparison comparison,
      List<Identifier> key,
      List<String> parameters,
      List<Object> position);

  /** The side of a position on which the rows are. */
  public enum KeyComparison {
    AFTER(">"),
    UP_TO("<=");

    private final String operator;

    KeyComparison(String operator) {
      this.operator = operator;
    }

    String operator() {
      return operator;
    }

    /** Returns the operator for all columns but the last. */
    String strictOperator() {
      return operator.substring(0, 1);
    }
  }

  /**
   * Returns the placeholder for a value of this column such that it compares exactly as the column
   * orders, or null where the engine offers none.
   */
  public abstract @Nullable String keyParameter(
      Connection connection, TableName table, Identifier column) throws SQLException;

  /** Returns the columns of the primary key in the order of its index; empty if there is none. */
  public abstract List<Identifier> primaryKey(Connection connection, TableName table)
      throws SQLException;

  /**
   * Tells whether the database makes sure that no two rows have the same values in these columns,
   * those of inheriting tables included.
   */
  public abstract boolean isUnique(Connection connection, TableName table, List<Identifier> columns)
      throws SQLException;

  /** Returns the expression for the database's own time at the start of the statement. */
  public abstract String currentTimestamp();

  /**
   * Returns one term of an ORDER BY that puts NULLs where they are asked for.
   *
   * @param expression SQL text
   */
  public abstract String orderTerm(String expression, boolean descending, boolean nullsFirst);

  /**
   * Returns an expression that orders and groups text by its code points, whatever its collation.
   *
   * @param text SQL text
   */
  public abstract String byCodePoints(String text);

  /**
   * Returns the least or greatest text by its code points, as text.
   *
   * @param function MIN or MAX
   * @param text SQL text
   */
  public abstract String extremeByCodePoints(String function, String text);

  /**
   * Returns the fetch size with which the driver keeps about that many rows of a result in memory,
   * in a transaction, instead of all of them.
   */
  public abstract int cursorFetchSize(int rows);

  @Override
  public final String toString() {
    return name();
  }
}
