package dev.persistence.migrate.internal.lint;

import dev.persistence.migrate.lint.ServerVersion;

/** The catalogue of what is dangerous on one database. Stateless. */
interface Rules {

  /** Says what the statement does, and what is wrong with it. */
  void examine(SqlStatement statement, Examination examination);

  static Rules of(ServerVersion server) {
    return server.isPostgreSql() ? new PostgresRules() : new MySqlRules();
  }
}
