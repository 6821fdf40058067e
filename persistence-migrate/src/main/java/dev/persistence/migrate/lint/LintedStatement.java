package dev.persistence.migrate.lint;

import dev.persistence.core.Arguments;
import java.util.List;

/**
 * A statement and what was found about it.
 *
 * @param source the file, or empty
 * @param line in it, from 1
 * @param effect on tables that are in use
 * @param allowed findings that a comment of the statement allows
 */
public record LintedStatement(
    String source,
    int line,
    String sql,
    Effect effect,
    List<Finding> findings,
    List<Finding> allowed) {

  public LintedStatement {
    findings = Arguments.listOf("findings", findings);
    allowed = Arguments.listOf("allowed", allowed);
  }

  /** Returns the place, the statement's begin and the findings. */
  @Override
  public String toString() {
    String begin = sql.replaceAll("\\s+", " ");
    StringBuilder text = new StringBuilder(source + ":" + line + ": ");
    text.append(begin.length() > 100 ? begin.substring(0, 97) + "..." : begin);
    findings.forEach(finding -> text.append("\n  ").append(finding.toString().indent(2).strip()));
    return text.toString();
  }
}
