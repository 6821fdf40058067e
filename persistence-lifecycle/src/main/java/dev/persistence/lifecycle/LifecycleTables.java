package dev.persistence.lifecycle;

import dev.persistence.core.Arguments;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.SharedDdl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables in which this library keeps its books: deletions, legal holds, purges, policies, whose
 * rows were anonymized, what was erased by which request, and who has agreed to what.
 *
 * <p>They are in the catalog's schema. Their names begin with {@code lifecycle_}, but for {@code
 * data_retention_policies} and {@code anonymized_users}. Stateless.
 */
public final class LifecycleTables {

  private LifecycleTables() {}

  /**
   * Returns the statements that create what is missing, for a migration; repeating does no harm.
   */
  public static List<String> ddl(Catalog catalog) {
    return new Books(Arguments.notNull("catalog", catalog)).create();
  }

  /**
   * Creates what is missing; the caller commits, unless the connection is in autocommit mode or the
   * database's DDL commits by itself. Several nodes may do so at once: on PostgreSQL each waits for
   * the one before to commit.
   */
  public static void create(Connection connection, Catalog catalog) throws SQLException {
    Arguments.notNull("connection", connection);
    SharedDdl.run(connection, Arguments.notNull("catalog", catalog).dialect(), ddl(catalog));
  }
}
