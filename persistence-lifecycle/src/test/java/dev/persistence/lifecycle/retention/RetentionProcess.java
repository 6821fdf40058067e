package dev.persistence.lifecycle.retention;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/** A retention job in a process of its own, made to be killed. */
public final class RetentionProcess {

  private RetentionProcess() {}

  /**
   * Takes a JDBC URL, the greatest number of rows in a second, and how many milliseconds a batch
   * may take; runs all policies over the database's present schema. With a folder behind these,
   * events go into files there.
   */
  public static void main(String[] arguments) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setMaximumPoolSize(1);
    try (HikariDataSource dataSource = new HikariDataSource(config)) {
      Catalog catalog;
      try (Connection connection = dataSource.getConnection()) {
        catalog = Catalog.builder().scan(connection);
      }
      Throttle rate = Throttle.rate(Long.parseLong(arguments[1]));
      RetentionJobBuilder job =
          RetentionJob.builder(dataSource, catalog)
              .batches(100, Duration.ofMillis(Long.parseLong(arguments[2])))
              .throttle(rate);
      if (arguments.length > 3) {
        ArchiveSink folder = ArchiveSink.folder(Path.of(arguments[3]));
        job.archiveInto(TableName.of("events"), FileArchive.of("cold", folder));
        job.throttle(onceThereIsANewFile(Path.of(arguments[3]), rate));
      }
      RetentionReport report = job.build().run();
      if (!report.failures().isEmpty()) {
        throw new IllegalStateException(report.toString());
      }
    }
  }

  /**
   * Before files are written rows are looked for that are to be removed, of which there are none.
   */
  private static Throttle onceThereIsANewFile(Path folder, Throttle throttle) {
    int before = files(folder);
    return rows -> files(folder) > before ? throttle.ask(rows) : Throttle.Pause.none();
  }

  private static int files(Path folder) {
    return Objects.requireNonNull(folder.toFile().list(), "the folder is there").length;
  }
}
