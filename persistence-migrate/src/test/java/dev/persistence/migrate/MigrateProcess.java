package dev.persistence.migrate;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A runner in a process of its own, that waits to be killed when a step or a batch was made and is
 * about to be recorded.
 */
final class MigrateProcess extends HikariDataSource {

  static final String DONE = "done";
  static final String BATCH = "a batch";

  private int left;
  private String place = BATCH;

  private MigrateProcess(int passed) {
    this.left = passed;
  }

  /** Takes the JDBC URL and how many records pass before the one at which it waits. */
  public static void main(String[] arguments) throws SQLException {
    try (MigrateProcess dataSource = new MigrateProcess(Integer.parseInt(arguments[1]))) {
      dataSource.setJdbcUrl(arguments[0]);
      dataSource.setMaximumPoolSize(4);
      dataSource.setMinimumIdle(0);
      LiveDatabase database = new LiveDatabase(dataSource);
      database
          .migrator()
          .busyPatience(Duration.ofSeconds(5))
          .batches(100, Duration.ofMillis(1))
          .listener(dataSource.listener())
          .build()
          .run(People.mergingAndSplitting(database));
    }
    System.out.println(DONE);
  }

  private MigrationListener listener() {
    return new MigrationListener() {
      @Override
      public void starting(String version, PlannedStep step) {
        place = step.phase() + " " + step.name();
      }

      @Override
      public void finished(String version, PlannedStep step) {
        place = BATCH;
      }
    };
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> {
              if (method.getName().equals("prepareStatement") && isRecord((String) arguments[0])) {
                meet();
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  private static boolean isRecord(String sql) {
    return sql.matches("(?s)UPDATE .*migration_(steps|checkpoints)\\W+SET (state|position) .*");
  }

  private void meet() {
    if (left-- == 0) {
      System.out.println(place);
      try {
        int input = System.in.read();
        throw new AssertionError("waits to be killed, and was told " + input);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
