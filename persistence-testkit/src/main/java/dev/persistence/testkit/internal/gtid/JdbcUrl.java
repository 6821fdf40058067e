package dev.persistence.testkit.internal.gtid;

import dev.persistence.core.Explanation;
import dev.persistence.testkit.BackendUnavailableException;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The URLs under which MySQL Connector/J reaches the servers of both engines. */
final class JdbcUrl {

  private JdbcUrl() {}

  /**
   * Returns the URL of a database, with the account in it.
   *
   * @param database its name; empty for none
   */
  static String of(int port, String database, Account account) {
    return "jdbc:mysql://127.0.0.1:"
        + port
        + "/"
        + database
        + "?user="
        + account.userName()
        + "&password="
        + account.password()
        + "&sslMode=DISABLED&allowPublicKeyRetrieval=true";
  }

  /** Checks that there is a driver, so that no server is started in vain. */
  static void requireDriver() {
    try {
      DriverManager.getDriver(of(1, "", Account.TEST));
    } catch (SQLException e) {
      throw new BackendUnavailableException(
          new Explanation(
              "MariaDB and MySQL cannot be reached",
              "no JDBC driver on the class path accepts jdbc:mysql URLs",
              "Add com.mysql:mysql-connector-j to the test class path"),
          e);
    }
  }
}
