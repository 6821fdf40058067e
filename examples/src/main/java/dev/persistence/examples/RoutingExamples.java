package dev.persistence.examples;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.core.consistency.Session;
import dev.persistence.routing.RoutingDataSource;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The examples of {@code docs/routing.md}. */
final class RoutingExamples {

  private List<ConsistencyToken> tokens = List.of();

  RoutingDataSource build(DataSource primaryPool, DataSource firstPool, DataSource secondPool) {
    RoutingDataSource orders =
        RoutingDataSource.builder("orders")
            .primary("p", primaryPool)
            .replica("r1", firstPool, node -> node.weight(2))
            .replica("r2", secondPool)
            .consistency(Consistency.session())
            .build();
    return orders;
  }

  void handle(Runnable request) {
    try (Session session = Session.resume(tokens)) {
      request.run();
      tokens = session.tokens();
    }
  }

  void report(Runnable report) {
    try (ReadScope scope = ReadScope.open(Consistency.bounded(Duration.ofSeconds(2)))) {
      report.run();
    }
  }
}
