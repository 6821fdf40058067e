package dev.persistence.sharding.scatter;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The answer of many shards. Immutable.
 *
 * @param rows in the order that was asked for
 * @param missing the shards that gave no answer, or not all of it, with the reason; never any under
 *     {@link ScatterPolicy#ALL_OR_ERROR}
 * @param <T> the rows
 */
public record ScatterResult<T>(List<T> rows, Map<String, Throwable> missing) {

  public ScatterResult {
    rows = List.copyOf(rows);
    missing = Map.copyOf(missing);
  }

  /** Tells whether every shard has given its answer. */
  public boolean isComplete() {
    return missing.isEmpty();
  }

  /** Returns the result with other rows. */
  public <R> ScatterResult<R> map(Function<? super T, ? extends R> mapping) {
    return new ScatterResult<>(rows.stream().<R>map(mapping).toList(), missing);
  }
}
