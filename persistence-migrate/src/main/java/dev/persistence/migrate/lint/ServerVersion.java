package dev.persistence.migrate.lint;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The database that statements are meant for: what is dangerous differs from version to version.
 *
 * @param major of PostgreSQL the only one that counts
 */
public record ServerVersion(Product product, int major, int minor, int patch) {

  /** Whose database it is. */
  public enum Product {
    POSTGRESQL,
    MYSQL,
    MARIADB
  }

  /** MariaDB's servers put a number of MySQL before their own, for old replicas. */
  private static final Pattern NUMBERS =
      Pattern.compile("(?:5\\.5\\.5-)?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?.*", Pattern.DOTALL);

  public ServerVersion {
    Arguments.notNull("product", product);
  }

  /** Returns a version of PostgreSQL; 12 and newer. */
  public static ServerVersion postgreSql(int major) {
    Arguments.inRange("major", major, 12, 99);
    return new ServerVersion(Product.POSTGRESQL, major, 0, 0);
  }

  /** Returns a version of MySQL, as {@code "8.0.36"}; 8.0 and newer. */
  public static ServerVersion mySql(String version) {
    return parse(Product.MYSQL, version);
  }

  /** Returns a version of MariaDB, as {@code "11.4"}; 10.4 and newer. */
  public static ServerVersion mariaDb(String version) {
    return parse(Product.MARIADB, version);
  }

  /**
   * Returns the version of the server behind the connection.
   *
   * @throws dev.persistence.core.PersistenceException if its database is not known here
   * @throws IllegalArgumentException if its version is too old
   */
  public static ServerVersion of(Connection connection) throws SQLException {
    Dialect dialect = Dialect.detect(connection);
    String version = connection.getMetaData().getDatabaseProductVersion();
    if (dialect.equals(Dialect.postgreSql())) {
      return parse(Product.POSTGRESQL, version);
    }
    boolean mariaDb = dialect.equals(Dialect.mariaDb());
    return parse(mariaDb ? Product.MARIADB : Product.MYSQL, version);
  }

  private static ServerVersion parse(Product product, String version) {
    Matcher numbers = NUMBERS.matcher(Arguments.notBlank("version", version));
    if (!numbers.matches()) {
      throw new IllegalArgumentException(
          "version is \"" + version + "\"; allowed: numbers with dots between them");
    }
    ServerVersion parsed =
        new ServerVersion(
            product, number(numbers.group(1)), number(numbers.group(2)), number(numbers.group(3)));
    int[] least =
        switch (product) {
          case POSTGRESQL -> new int[] {12, 0};
          case MYSQL -> new int[] {8, 0};
          case MARIADB -> new int[] {10, 4};
        };
    if (!parsed.isAtLeast(least[0], least[1], 0)) {
      throw new IllegalArgumentException(
          "version is \"" + version + "\"; allowed: " + least[0] + "." + least[1] + " and newer");
    }
    return parsed;
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  public boolean isPostgreSql() {
    return product == Product.POSTGRESQL;
  }

  public boolean isMariaDb() {
    return product == Product.MARIADB;
  }

  public boolean isAtLeast(int leastMajor, int leastMinor, int leastPatch) {
    if (major != leastMajor) {
      return major > leastMajor;
    }
    return minor != leastMinor ? minor > leastMinor : patch >= leastPatch;
  }

  @Override
  public String toString() {
    return switch (product) {
      case POSTGRESQL -> "PostgreSQL " + major;
      case MYSQL -> "MySQL " + major + "." + minor + "." + patch;
      case MARIADB -> "MariaDB " + major + "." + minor + "." + patch;
    };
  }
}
