package dev.persistence.migrate.lint;

import dev.persistence.core.Arguments;
import dev.persistence.migrate.internal.lint.Linter;
import dev.persistence.migrate.internal.lint.LiveSchema;
import dev.persistence.migrate.internal.lint.Schema;
import dev.persistence.migrate.internal.lint.SqlFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for statements that would stop a live application: those of a text, or of a folder of
 * Flyway's or Liquibase's SQL files.
 *
 * <pre>{@code
 * Lint.on(ServerVersion.postgreSql(18)).folder(Path.of("src/main/resources/db/migration")).assertClean();
 * }</pre>
 *
 * <p>Nothing is run. What a change of a type costs hangs on the type before, which is known from
 * the statements before it, or from the catalog of a live database; else the finding says that it
 * is not known. Tables that the same text has made are nobody's yet, so that whatever is done to
 * them is harmless. A comment above a statement, {@code -- lint:allow RULE and the reason}, allows
 * it. Immutable.
 */
public final class Lint {

  private final ServerVersion server;
  private final Schema known;
  private final boolean transactional;

  private Lint(ServerVersion server, Schema known, boolean transactional) {
    this.server = server;
    this.known = known;
    this.transactional = transactional;
  }

  /** Returns a lint for a database of which no table is known. */
  public static Lint on(ServerVersion server) {
    Arguments.notNull("server", server);
    return new Lint(server, Schema.unknown(!server.isPostgreSql()), true);
  }

  /** Returns a lint for this database as it is now; reads its catalog once. */
  public static Lint on(Connection connection) throws SQLException {
    ServerVersion server = ServerVersion.of(connection);
    return new Lint(server, LiveSchema.read(connection, !server.isPostgreSql()), true);
  }

  /**
   * Returns a lint for texts that are not run in one transaction each; Flyway and Liquibase do so
   * on PostgreSQL, unless told otherwise.
   */
  public Lint withoutTransaction() {
    return new Lint(server, known, false);
  }

  public ServerVersion server() {
    return server;
  }

  /** Looks at the statements of a text. */
  public LintReport sql(String text) {
    Arguments.notNull("text", text);
    return new LintReport(server, new Linter(server, known).text("", text, transactional));
  }

  /**
   * Looks at all files of a folder whose name ends in {@code .sql}, those of Flyway by version,
   * others by name.
   *
   * @throws IOException if one cannot be read
   */
  public LintReport folder(Path folder) throws IOException {
    Linter linter = new Linter(server, known);
    List<LintedStatement> statements = new ArrayList<>();
    for (SqlFolder.SqlFile file : SqlFolder.read(Arguments.notNull("folder", folder))) {
      boolean transaction = transactional && file.transactional();
      statements.addAll(linter.text(file.name(), file.text(), transaction));
      linter.deployed();
    }
    return new LintReport(server, statements);
  }
}
