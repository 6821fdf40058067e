package dev.persistence.migrate.internal.lint;

import dev.persistence.migrate.lint.Effect;
import dev.persistence.migrate.lint.Effect.Work;
import dev.persistence.migrate.lint.Finding;
import dev.persistence.migrate.lint.Finding.Certainty;
import dev.persistence.migrate.lint.LintedStatement;
import dev.persistence.migrate.lint.Rule;
import dev.persistence.migrate.lint.ServerVersion;
import dev.persistence.migrate.lint.TableLock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One text on its way through the rules: what is known of the tables, the transaction so far, and
 * what was found about the present statement. Not thread-safe.
 */
final class Examination {

  private final ServerVersion server;
  private final Schema schema;
  private final List<Finding> findings = new ArrayList<>();
  private Effect effect = Effect.NOTHING;

  /** On which table the present statement has its strongest lock; empty if that is not known. */
  private String locked = "";

  private boolean inTransaction;

  /** Whether the text itself has begun or ended a transaction. */
  private boolean explicit;

  private @Nullable Held held;
  private boolean foreignKeyChecks = true;

  /**
   * A strong lock that is kept until the end of the transaction.
   *
   * @param table which it is on; empty if that is not known
   */
  private record Held(String table, TableLock lock, int line) {}

  Examination(ServerVersion server, Schema schema) {
    this.server = server;
    this.schema = schema;
  }

  ServerVersion server() {
    return server;
  }

  Schema schema() {
    return schema;
  }

  boolean isInTransaction() {
    return inTransaction;
  }

  void beginTransaction() {
    explicit = true;
    transaction(true);
  }

  /**
   * Ends the transaction.
   *
   * @param tools whether it was that of the tool, so that no other one follows
   */
  void endTransaction(boolean tools) {
    explicit = tools;
    transaction(false);
  }

  private void transaction(boolean begun) {
    inTransaction = begun;
    held = null;
  }

  /** Tells whether MySQL's session looks foreign keys up. */
  boolean foreignKeyChecks() {
    return foreignKeyChecks;
  }

  void foreignKeyChecks(boolean on) {
    foreignKeyChecks = on;
  }

  /** Begins a statement. */
  void begin(SqlStatement statement) {
    findings.clear();
    effect = Effect.NOTHING;
    locked = "";
    if (!explicit && inTransaction != statement.transactional()) {
      transaction(statement.transactional());
    }
  }

  /** Notes what the statement does to a table, unless nobody can be using it. */
  void effect(String table, TableLock lock, Work work) {
    if (!schema.isFresh(table)) {
      locked = lock.compareTo(effect.lock()) > 0 ? table : locked;
      effect = effect.and(new Effect(lock, work));
    }
  }

  /** Notes the effect, and that it is dangerous. */
  void danger(Rule rule, String table, Effect of, Advice advice) {
    found(table, new Finding(rule, Certainty.DANGEROUS, of, advice.why(), advice.recipe()));
  }

  /** Notes the effect, and that nobody knows. */
  void unknown(Rule rule, String table, Effect of, Advice advice) {
    found(table, new Finding(rule, Certainty.UNKNOWN, of, advice.why(), advice.recipe()));
  }

  /** Why, and the safe way. */
  record Advice(String why, String recipe) {}

  private void found(String table, Finding finding) {
    if (!schema.isFresh(table)) {
      effect(table, finding.effect().lock(), finding.effect().work());
      findings.add(finding);
    }
  }

  /** Says what a transaction adds: locks stay, and the work of later statements adds up. */
  void hold(SqlStatement statement) {
    Held before = held;
    if (!inTransaction) {
      return;
    }
    if (before != null
        && effect.work() != Work.MOMENT
        && effect.work() != Work.UNKNOWN
        && !effect.isLongBlock()) {
      danger(
          Rule.LOCK_HELD,
          "",
          new Effect(before.lock(), effect.work()),
          new Advice(
              "the "
                  + before.lock()
                  + " lock"
                  + (before.table().isEmpty() ? "" : " on " + before.table())
                  + ", taken in line "
                  + before.line()
                  + ", is kept until the transaction ends, and so through this statement",
              "Commit before it: put it into a file, and so a transaction, of its own"));
    }
    if (before == null && effect.lock().blocksWriters()) {
      held = new Held(locked, effect.lock(), statement.line());
    }
  }

  /** Returns what was found about the present statement. */
  LintedStatement finish(String source, SqlStatement statement) {
    List<Finding> open = new ArrayList<>();
    List<Finding> allowed = new ArrayList<>();
    for (Finding finding : findings) {
      (statement.allowed().contains(finding.rule().id()) ? allowed : open).add(finding);
    }
    return new LintedStatement(source, statement.line(), statement.text(), effect, open, allowed);
  }
}
