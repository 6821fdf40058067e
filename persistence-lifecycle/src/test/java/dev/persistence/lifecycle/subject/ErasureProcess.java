package dev.persistence.lifecycle.subject;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.lifecycle.LiveDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/** An erasure in a process of its own, row by row, made to be killed. */
public final class ErasureProcess {

  private ErasureProcess() {}

  /** Takes the JDBC URLs of the shop and of the CRM, the ledger's file, and the request's id. */
  public static void main(String[] arguments) throws SQLException {
    try (HikariDataSource shop = pool(arguments[0]);
        HikariDataSource crm = pool(arguments[1])) {
      SubjectRequests requests =
          TwoDatabases.requests(new LiveDatabase(shop), new LiveDatabase(crm), 1)
              .ledger(ErasureLedger.in(Path.of(arguments[2])))
              .build();
      requests.erase(requests.plan(UUID.fromString(arguments[3]), "42"));
    }
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }
}
