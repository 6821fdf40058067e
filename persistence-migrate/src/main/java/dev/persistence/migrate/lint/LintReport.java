package dev.persistence.migrate.lint;

import dev.persistence.core.Arguments;
import java.util.List;
import java.util.stream.Collectors;

/** What the lint has to say about a text or a folder. Immutable. */
public record LintReport(ServerVersion server, List<LintedStatement> statements) {

  public LintReport {
    Arguments.notNull("server", server);
    statements = Arguments.listOf("statements", statements);
  }

  /** Returns the findings that no comment allows, in the order of the statements. */
  public List<Finding> findings() {
    return statements.stream().flatMap(statement -> statement.findings().stream()).toList();
  }

  public boolean isClean() {
    return findings().isEmpty();
  }

  /**
   * Does nothing if there is no finding, not even one that is merely not known.
   *
   * @throws AssertionError with all findings, so that it can stand in a test of any framework
   */
  public void assertClean() {
    if (!isClean()) {
      throw new AssertionError(
          findings().size() + " findings for " + server + "\n" + this + "\n" + remedy());
    }
  }

  private static String remedy() {
    return "Take the safe way, or write above the statement: -- lint:allow RULE and the reason";
  }

  /** Returns the statements with findings. */
  @Override
  public String toString() {
    return statements.stream()
        .filter(statement -> !statement.findings().isEmpty())
        .map(LintedStatement::toString)
        .collect(Collectors.joining("\n"));
  }
}
