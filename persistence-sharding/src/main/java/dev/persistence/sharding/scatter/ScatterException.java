package dev.persistence.sharding.scatter;

import dev.persistence.core.Explanation;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** A scattered query that has no result, since a shard gave no answer or the rows are too many. */
public final class ScatterException extends SQLException {

  private static final long serialVersionUID = 1L;

  private final Set<String> shards;

  /**
   * Makes one about shards.
   *
   * @param shards that gave no answer
   * @param cause what the first of them failed with
   */
  public ScatterException(Set<String> shards, Throwable cause) {
    super(
        new Explanation(
                "The query has no result",
                "there is no answer of shards " + new TreeSet<>(shards),
                "See the cause; a result without them can be had by ScatterPolicy.PARTIAL")
            .toString(),
        cause instanceof SQLException told ? told.getSQLState() : null,
        cause);
    this.shards = Set.copyOf(shards);
  }

  /** Makes one about the query itself. */
  public ScatterException(Explanation explanation) {
    super(explanation.toString());
    this.shards = Set.of();
  }

  /** Makes one about the query itself, which the databases refuse. */
  public ScatterException(Explanation explanation, SQLException cause) {
    super(explanation.toString(), cause.getSQLState(), cause);
    this.shards = Set.of();
  }

  /** Returns the shards that gave no answer; empty if the query itself is at fault. */
  public Set<String> shards() {
    return shards;
  }
}
