package dev.persistence.testkit.fault;

/** What a {@link SqlFault} can strike. */
public enum JdbcOperation {
  /** {@code DataSource.getConnection}, both forms. */
  GET_CONNECTION,
  /** Any {@code execute…} of a statement. */
  STATEMENT,
  /** {@code Connection.commit()}; not the commit implied by {@code setAutoCommit(true)}. */
  COMMIT,
  /** {@code Connection.rollback()}; not to a savepoint. */
  ROLLBACK,
  /**
   * {@code Connection.close()} of a connection that is open. One that fails before it was done
   * leaves it open, and nobody closes it again after a try-with-resources: see {@link
   * SqlFault#afterwards}.
   */
  CLOSE
}
