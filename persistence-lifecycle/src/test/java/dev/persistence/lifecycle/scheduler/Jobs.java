package dev.persistence.lifecycle.scheduler;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.retention.RetentionJob;
import dev.persistence.lifecycle.retention.RetentionReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Jobs over the catalog as it is by then, and how many of them were under way at once. */
final class Jobs implements RetentionJobs, Consumer<RetentionReport> {

  static final String NAME = "retention";

  final AtomicLong removed = new AtomicLong();
  final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final DataSource dataSource;
  private final Throttle throttle;

  Jobs(DataSource dataSource, Throttle throttle) {
    this.dataSource = dataSource;
    this.throttle = throttle;
  }

  @Override
  public RetentionJob next() throws SQLException {
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    try (Connection connection = dataSource.getConnection()) {
      return RetentionJob.builder(dataSource, Catalog.builder().scan(connection))
          .batches(100, Duration.ofMillis(1))
          .throttle(throttle)
          .build();
    }
  }

  @Override
  public void accept(RetentionReport report) {
    running.decrementAndGet();
    report.outcomes().forEach(outcome -> removed.addAndGet(outcome.removed()));
  }
}
