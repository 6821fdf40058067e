package dev.persistence.migrate.lint;

import dev.persistence.migrate.internal.lint.Linter;
import dev.persistence.migrate.internal.lint.Schema;
import dev.persistence.migrate.lint.Effect.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A statement with what the lint is to say about it.
 *
 * @param verdict the names of the rules with commas between them, those that are not known with a
 *     question mark; or {@code ok}
 */
record LintCase(String verdict, TableLock lock, Work work, String sql) {

  /** Reads lines of verdict, lock, work and statement, with bars between them. */
  static List<LintCase> table(String lines) {
    List<LintCase> cases = new ArrayList<>();
    for (String line : lines.lines().filter(text -> !text.isBlank()).toList()) {
      String[] cells = line.split("\\|", 4);
      cases.add(
          new LintCase(
              cells[0].strip(),
              TableLock.valueOf(cells[1].strip()),
              Work.valueOf(cells[2].strip()),
              cells[3].strip()));
    }
    return cases;
  }

  /**
   * Looks at the statement, the last one if there are several, where the tables of the setup are
   * known and in use.
   */
  LintCase linted(ServerVersion server, String setup) {
    Linter linter = new Linter(server, Schema.unknown(!server.isPostgreSql()));
    linter.text("setup", setup, false);
    linter.deployed();
    List<LintedStatement> statements = linter.text("case", sql, false);
    LintCase last = of(statements.get(statements.size() - 1));
    return new LintCase(last.verdict(), last.lock(), last.work(), sql);
  }

  static LintCase of(LintedStatement linted) {
    String verdict =
        linted.findings().stream()
            .map(finding -> finding.rule() + (finding.isDangerous() ? "" : "?"))
            .collect(Collectors.joining(","));
    return new LintCase(
        verdict.isEmpty() ? "ok" : verdict,
        linted.effect().lock(),
        linted.effect().work(),
        linted.sql());
  }

  @Override
  public String toString() {
    return String.format("%-22s | %-22s | %-7s | %s", verdict, lock, work, sql);
  }
}
