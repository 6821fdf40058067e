package dev.persistence.core.keyset;

import java.sql.SQLException;

/**
 * What a walk does with each batch.
 *
 * @param <E> what it may fail with besides {@link SQLException}
 */
@FunctionalInterface
public interface KeysetVisitor<E extends Exception> {

  /**
   * Does the work of one batch, on the batch's connection alone.
   *
   * <p>Runs again, with rows read anew, when the transaction lost to another one; so whatever it
   * does outside the transaction must bear repetition. A failure rolls the batch back and ends the
   * walk.
   */
  void visit(KeysetBatch batch) throws SQLException, E;
}
