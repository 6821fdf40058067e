package dev.persistence.examples;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.core.consistency.Session;
import dev.persistence.core.consistency.SessionHeaders;
import dev.persistence.core.consistency.TokenCodec;
import dev.persistence.routing.RoutingDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  SessionHeaders headers(byte[] secret, byte[] oldSecret) {
    TokenCodec codec =
        TokenCodec.builder().clusters("orders").key(secret).previousKey(oldSecret).build();
    SessionHeaders headers = SessionHeaders.http(codec);
    return headers;
  }

  void serve(SessionHeaders headers, Exchange exchange) {
    Map<String, String> request = exchange.request();
    Map<String, String> response = exchange.response();
    Runnable work = exchange.work();
    try (Session session = headers.resume(request::get)) {
      work.run();
      headers.write(response::put);
    }
  }

  /** A request with its headers, the headers of its response, and what there is to do. */
  record Exchange(Map<String, String> request, Map<String, String> response, Runnable work) {}

  void report(Runnable report) {
    try (ReadScope scope = ReadScope.open(Consistency.bounded(Duration.ofSeconds(2)))) {
      report.run();
    }
  }
}
