package dev.persistence.sharding.internal.scatter;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.sharding.scatter.ScatterSpec;

/**
 * What is asked of every shard.
 *
 * @param query the application's query
 * @param spec what becomes of its rows
 */
public record Question(SqlFragment query, ScatterSpec spec) {

  public Question {
    Arguments.notNull("query", query);
    Arguments.notNull("spec", spec);
  }
}
