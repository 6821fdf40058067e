package dev.persistence.migrate;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.keyset.Throttle;
import java.sql.SQLException;
import java.time.Duration;

/** A runner in a process of its own, slow enough to be killed in the middle. */
public final class MigrateProcess {

  private MigrateProcess() {}

  /** Takes the JDBC URL; migrates the people as far as the gate lets it. */
  public static void main(String[] arguments) throws SQLException {
    try (HikariDataSource dataSource = new HikariDataSource()) {
      dataSource.setJdbcUrl(arguments[0]);
      dataSource.setMaximumPoolSize(4);
      LiveDatabase database = new LiveDatabase(dataSource);
      database
          .migrator()
          .batches(100, Duration.ofMillis(1))
          .throttle(
              rows ->
                  new Throttle.Pause(
                      Duration.ofMillis(rows == 0 ? 0 : 100), rows == 0 ? "" : "slow"))
          .build()
          .run(People.migration(database));
    }
  }
}
