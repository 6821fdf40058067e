package dev.persistence.migrate.internal.lint;

import dev.persistence.migrate.lint.LintedStatement;
import dev.persistence.migrate.lint.ServerVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Takes texts through the rules, one after the other, and learns from each. Not thread-safe. */
public final class Linter {

  private final ServerVersion server;
  private final Schema schema;

  /** Knows these tables, which are copied. */
  public Linter(ServerVersion server, Schema known) {
    this.server = server;
    this.schema = known.copy();
  }

  /** Returns a linter for the database as it is now. */
  public static Linter of(Connection connection) throws SQLException {
    ServerVersion server = ServerVersion.of(connection);
    return new Linter(server, LiveSchema.read(connection, !server.isPostgreSql()));
  }

  /**
   * Looks at each statement of a text.
   *
   * @param source its name
   * @param transactional whether it is run in a transaction, where the database can
   */
  public List<LintedStatement> text(String source, String text, boolean transactional) {
    boolean transaction = transactional && server.isPostgreSql();
    List<LintedStatement> linted = new ArrayList<>();
    Rules rules = Rules.of(server);
    Examination examination = new Examination(server, schema);
    for (SqlStatement statement : Splitter.split(text, !server.isPostgreSql(), transaction)) {
      rules.examine(statement, examination);
      linted.add(examination.finish(source, statement));
    }
    return linted;
  }

  /** Declares the tables that were made so far to be in use. */
  public void deployed() {
    schema.deployed();
  }
}
