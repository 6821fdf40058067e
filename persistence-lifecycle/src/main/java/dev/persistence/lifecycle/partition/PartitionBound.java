package dev.persistence.lifecycle.partition;

import dev.persistence.core.sql.TableName;

/**
 * A partition and what it takes, as the database tells it.
 *
 * @param expression such as {@code FOR VALUES WITH (modulus 4, remainder 0)}
 */
record PartitionBound(TableName name, String expression) {

  boolean isDefault() {
    return expression.equals("DEFAULT");
  }
}
