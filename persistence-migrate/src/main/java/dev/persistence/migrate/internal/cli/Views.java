package dev.persistence.migrate.internal.cli;

import dev.persistence.migrate.MeasuredStep;
import dev.persistence.migrate.Measurement;
import dev.persistence.migrate.MigrationStatus;
import dev.persistence.migrate.Plan;
import dev.persistence.migrate.PlannedStep;
import dev.persistence.migrate.VerifyReport;
import dev.persistence.migrate.lint.Finding;
import dev.persistence.migrate.lint.LintReport;
import dev.persistence.migrate.lint.LintedStatement;
import dev.persistence.migrate.lint.TableLock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results as tables of text and as maps for JSON. Stateless. */
final class Views {

  private Views() {}

  private static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put(entries[i].toString(), entries[i + 1]);
    }
    return map;
  }

  static Map<String, Object> plan(Plan plan) {
    return map(
        "version", plan.version(),
        "description", plan.description(),
        "steps", plan.steps().stream().map(Views::step).toList(),
        "findings", plan.findings().stream().map(Views::finding).toList());
  }

  static Map<String, Object> measuredPlan(Plan plan, Measurement measurement) {
    Map<String, Object> both = plan(plan);
    both.put("measured", measurement.steps().stream().map(Views::measured).toList());
    both.put("disagreeing", measurement.disagreeing().size());
    return both;
  }

  /** A step that was not measured has no lock, and a remark that says why. */
  private static Map<String, Object> measured(MeasuredStep step) {
    TableLock lock = step.lock();
    return map(
        "phase", step.planned().phase().name(),
        "name", step.planned().name(),
        "measured", lock != null,
        "lock", lock == null ? "" : lock.name(),
        "rewritten", step.rewritten(),
        "scanned", step.scanned(),
        "remark", step.remark(),
        "disagreement", step.disagreement().orElse(""));
  }

  static String measured(Measurement measurement) {
    long measured = measurement.steps().stream().filter(step -> step.lock() != null).count();
    return "measured on clones with one row:\n"
        + measurement
        + measured
        + " of "
        + measurement.steps().size()
        + " steps measured, "
        + measurement.disagreeing().size()
        + " do more than the plan says";
  }

  private static Map<String, Object> step(PlannedStep step) {
    return map(
        "phase", step.phase().name(),
        "name", step.name(),
        "lock", step.lock(),
        "blocks", step.blocks(),
        "statements", step.statements());
  }

  private static Map<String, Object> finding(Finding finding) {
    return map(
        "rule", finding.rule().id(),
        "dangerous", finding.isDangerous(),
        "lock", finding.effect().lock().name(),
        "blocks", finding.effect().blocks(),
        "why", finding.why(),
        "recipe", finding.recipe());
  }

  static Map<String, Object> lint(LintReport report) {
    List<Object> findings = new ArrayList<>();
    for (LintedStatement statement : report.statements()) {
      for (Finding finding : statement.findings()) {
        Map<String, Object> one =
            map("source", statement.source(), "line", statement.line(), "sql", statement.sql());
        one.putAll(finding(finding));
        findings.add(one);
      }
    }
    return map(
        "server", report.server().toString(),
        "statements", report.statements().size(),
        "findings", findings);
  }

  static Map<String, Object> status(MigrationStatus status) {
    return map(
        "version", status.version(),
        "state", status.state().name(),
        "rowsFilled", status.rowsFilled(),
        "rowsExpected", status.rowsExpected(),
        "conflicts", status.conflicts(),
        "oldWrites", status.oldWrites(),
        "oldInstances", status.oldInstances(),
        "executionTimeMs", status.executionTime().toMillis());
  }

  /** As {@link #status}, of a migration that was worked on, with what it had to wait for. */
  static Map<String, Object> worked(MigrationStatus status, ProgressLine progress) {
    Map<String, Object> worked = status(status);
    worked.put("throttledMs", progress.throttledMillis(status.version()));
    return worked;
  }

  static String table(List<MigrationStatus> statuses) {
    String format = "%-24s %-12s %12s %10s %10s %10s%n";
    StringBuilder text =
        new StringBuilder(
            String.format(
                format, "version", "state", "rows filled", "conflicts", "old writes", "time"));
    for (MigrationStatus status : statuses) {
      text.append(
          String.format(
              format,
              status.version(),
              status.state(),
              status.rowsFilled(),
              status.conflicts(),
              status.oldWrites(),
              status.executionTime().toMillis() + " ms"));
    }
    return text.toString();
  }

  static Map<String, Object> verified(String version, VerifyReport report, ProgressLine progress) {
    return map(
        "version", version,
        "rows", report.rows(),
        "repaired", report.repaired(),
        "mismatches", report.mismatches().stream().map(Object::toString).toList(),
        "throttledMs", progress.throttledMillis(version));
  }

  static Map<String, Object> holder(long session, boolean ended) {
    return map("session", session, "ended", ended);
  }
}
