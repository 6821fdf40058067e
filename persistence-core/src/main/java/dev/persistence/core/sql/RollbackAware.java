package dev.persistence.core.sql;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A wrapper around connections that can tell what the one it uses now remembers of its transaction,
 * for {@link Dialect#isRollbackOnly}.
 *
 * <p>Made for a {@link Connection} that {@linkplain Connection#unwrap unwraps} to itself, such as a
 * routed one; any other is looked through without it.
 */
public interface RollbackAware {

  /**
   * Tells whether the open transaction can only be rolled back. Asks the server nothing, and does
   * not choose a physical connection where there is none yet: false then.
   *
   * @throws SQLException if nobody can tell, which is taken for false
   */
  boolean isRollbackOnly() throws SQLException;
}
