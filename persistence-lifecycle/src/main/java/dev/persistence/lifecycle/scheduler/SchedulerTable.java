package dev.persistence.lifecycle.scheduler;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.internal.SharedDdl;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * The table {@code scheduled_tasks} in which db-scheduler keeps when what is due and who runs it;
 * its own library makes none. Stateless.
 *
 * <p>It may hold data of other tasks, so that it is none of our books: a catalog of its schema
 * describes it like any other table.
 *
 * <p>Times are {@code timestamptz} on PostgreSQL. On MySQL and MariaDB they are {@code
 * datetime(6)}, which knows of no zone: build all schedulers {@code alwaysPersistTimestampInUTC()}
 * there, so that nodes in several zones, and hours that a zone passes over, do no harm.
 */
public final class SchedulerTable {

  private static final List<String> POSTGRESQL =
      List.of(
          "CREATE TABLE IF NOT EXISTS scheduled_tasks (task_name text NOT NULL, task_instance text"
              + " NOT NULL, task_data bytea, execution_time timestamptz NOT NULL, picked boolean"
              + " NOT NULL, picked_by text, last_success timestamptz, last_failure timestamptz,"
              + " consecutive_failures int, last_heartbeat timestamptz, version bigint NOT NULL,"
              + " priority smallint, PRIMARY KEY (task_name, task_instance))",
          "CREATE INDEX IF NOT EXISTS scheduled_tasks_execution_time ON scheduled_tasks"
              + " (execution_time)",
          "CREATE INDEX IF NOT EXISTS scheduled_tasks_last_heartbeat ON scheduled_tasks"
              + " (last_heartbeat)");

  private static final List<String> MYSQL =
      List.of(
          "CREATE TABLE IF NOT EXISTS scheduled_tasks (task_name varchar(100) NOT NULL,"
              + " task_instance varchar(100) NOT NULL, task_data blob, execution_time datetime(6)"
              + " NOT NULL, picked boolean NOT NULL, picked_by varchar(255), last_success"
              + " datetime(6), last_failure datetime(6), consecutive_failures int, last_heartbeat"
              + " datetime(6), version bigint NOT NULL, priority smallint, PRIMARY KEY (task_name,"
              + " task_instance), INDEX scheduled_tasks_execution_time (execution_time), INDEX"
              + " scheduled_tasks_last_heartbeat (last_heartbeat))");

  private SchedulerTable() {}

  /**
   * Returns the statements that create what is missing, for a migration; repeating does no harm.
   */
  public static List<String> ddl(Dialect dialect) {
    return Arguments.notNull("dialect", dialect).equals(Dialect.postgreSql()) ? POSTGRESQL : MYSQL;
  }

  /**
   * Creates what is missing, in the schema that is current on the data source's connections.
   * Several nodes may do so at once: on PostgreSQL each waits for the one before.
   */
  public static void create(DataSource dataSource) throws SQLException {
    Transactions.of(Arguments.notNull("dataSource", dataSource))
        .run(
            connection -> {
              Dialect dialect = Dialect.detect(connection);
              SharedDdl.run(connection, dialect, ddl(dialect));
            });
  }
}
