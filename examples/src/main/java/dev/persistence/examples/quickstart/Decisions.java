package dev.persistence.examples.quickstart;

import dev.persistence.routing.RouteDecision;
import dev.persistence.routing.RouteReason;
import dev.persistence.routing.RoutingListener;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts which node served the reads, why, and why the other ones did not. Thread-safe. */
final class Decisions implements RoutingListener {

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  @Override
  public void decided(RouteDecision decision) {
    if (decision.reason() != RouteReason.WRITE) {
      String others =
          new TreeMap<>(decision.rejected())
              .entrySet().stream()
                  .map(entry -> entry.getKey() + " " + entry.getValue().text())
                  .collect(Collectors.joining(", "));
      String words = "%-9s %-37s (%s)".formatted(decision.node(), decision.reason().text(), others);
      counts.computeIfAbsent(words, key -> new LongAdder()).increment();
    }
  }

  Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((words, count) -> sums.put(words, count.sum()));
    return sums;
  }
}
