package dev.persistence.sharding.load;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The load of each shard of late, and the keys that make most of it. Immutable.
 *
 * @param perSecond how often each shard was asked for, by name
 * @param hottest the keys with the largest shares of their shards, largest first
 */
public record LoadReport(Map<String, Double> perSecond, List<HotKey> hottest) {

  public LoadReport {
    perSecond = Collections.unmodifiableMap(new LinkedHashMap<>(perSecond));
    hottest = List.copyOf(hottest);
  }

  /** Returns the largest load over the mean one: 1 if all are alike, 0 if there is no load. */
  public double imbalance() {
    double sum = 0;
    double most = 0;
    for (double each : perSecond.values()) {
      sum += each;
      most = Math.max(most, each);
    }
    return sum == 0 ? 0 : most / (sum / perSecond.size());
  }
}
