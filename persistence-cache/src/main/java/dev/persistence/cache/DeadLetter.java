package dev.persistence.cache;

import dev.persistence.core.Arguments;
import java.time.Instant;

/**
 * An operation that the database refused for its own sake, too often to be tried again.
 *
 * <p>It ends by {@link WriteBehindCache#retry}, by {@link WriteBehindCache#discard}, or when a
 * newer operation of its key has been written, which makes it obsolete. Its text shows neither key
 * nor value nor what the error says, which may quote them.
 *
 * @param operation the payload, and when it was first seen
 * @param error the last failure
 * @param attempts how often it was tried alone
 * @param since when it was given up, by this machine's clock
 */
public record DeadLetter<K, V>(
    WriteOperation<K, V> operation, Throwable error, int attempts, Instant since) {

  public DeadLetter {
    Arguments.notNull("operation", operation);
    Arguments.notNull("error", error);
    Arguments.notNull("since", since);
  }

  @Override
  public String toString() {
    return "%s, given up %s after %d attempts: %s"
        .formatted(operation, since, attempts, error.getClass().getName());
  }
}
