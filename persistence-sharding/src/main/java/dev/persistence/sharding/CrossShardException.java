package dev.persistence.sharding;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;

/**
 * A refusal of work on a second shard inside a transaction of a first one: the two would be
 * committed one by one, so that a failure between the commits leaves half of the work.
 */
public final class CrossShardException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  public CrossShardException(String first, String second) {
    super(
        new Explanation(
            "Shard \"" + second + "\" was not touched",
            "the open transaction is one of shard \"" + first + "\", and no transaction spans two",
            "Do the work on the other shard after the commit, such as by an outbox row"),
        null);
  }
}
