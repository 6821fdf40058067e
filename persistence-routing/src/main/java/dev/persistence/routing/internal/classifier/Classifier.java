package dev.persistence.routing.internal.classifier;

import java.sql.Connection;
import java.util.List;

/**
 * Tells whether the text of a statement is a plain read, which a replica runs with the same effect
 * as the primary.
 *
 * <p>It errs on one side: a text that it does not understand is no read. It never rejects a text
 * and never throws. A lexer does the work, not a parser, in time linear to the text; verdicts on
 * the last texts are remembered, so a statement that is run again costs a look-up and allocates
 * nothing.
 *
 * <p>What a text does not show, it cannot know: a view or a rule that calls a writing function, an
 * operator or a cast with side effects, a row security policy, a temporary or unlogged table, a
 * setting that an earlier statement changed in its session, and, without {@link KnownFunctions}, an
 * overload of a built-in function that somebody made volatile. A function that was harmless when
 * the catalog was read may be replaced by one that is not.
 *
 * <p>Thread-safe, lock-free.
 */
public final class Classifier {

  private final List<SqlSyntax> syntaxes;
  private final KnownFunctions known;
  private volatile VerdictCache verdicts = new VerdictCache();

  public Classifier(SqlSyntax syntax, KnownFunctions known) {
    this(List.of(syntax), known);
  }

  private Classifier(List<SqlSyntax> syntaxes, KnownFunctions known) {
    this.syntaxes = syntaxes;
    this.known = known;
  }

  /** Returns a classifier for PostgreSQL that can learn what the database's own functions do. */
  public static Classifier forPostgres() {
    return new Classifier(SqlSyntax.POSTGRES, new FunctionCatalog());
  }

  /** Returns a classifier for an unknown engine: only what is a read in every syntax is one. */
  public static Classifier forAnySyntax() {
    return new Classifier(List.of(SqlSyntax.values()), KnownFunctions.NONE);
  }

  /** Notes that a server refused a statement as a write that its text does not show. */
  public void refuted(String sql) {
    verdicts.put(sql, Verdict.WRITE);
  }

  /**
   * Takes in a verdict that came of a function that is not known: its database may tell more of it.
   * Blocks for a query every few minutes at most, otherwise does nothing.
   *
   * @param connection to the primary, in auto-commit mode
   */
  public void learn(Verdict verdict, Connection connection, long nowNanos) {
    if (verdict == Verdict.FUNCTION
        && known instanceof FunctionCatalog catalog
        && catalog.refresh(connection, nowNanos)) {
      verdicts = new VerdictCache();
    }
  }

  /** Returns the verdict on a text of one or several statements. */
  public Verdict classify(String sql) {
    Verdict remembered = verdicts.get(sql);
    if (remembered != null) {
      return remembered;
    }
    Verdict verdict = judge(sql);
    verdicts.put(sql, verdict);
    return verdict;
  }

  /**
   * Judges a text anew. Where it matters whether backslashes escape, the text is read both ways:
   * the unusual way must show a read too, or end inside a literal, which a server set up that way
   * refuses.
   */
  Verdict judge(String sql) {
    for (SqlSyntax syntax : syntaxes) {
      Verdict verdict = judge(sql, syntax);
      if (!verdict.isRead()) {
        return verdict;
      }
    }
    return Verdict.READ;
  }

  private Verdict judge(String sql, SqlSyntax syntax) {
    boolean usual = syntax == SqlSyntax.MYSQL;
    StatementScan scan = new StatementScan(sql, syntax, known, usual);
    Verdict verdict = scan.verdict();
    if (!verdict.isRead() || !scan.isAmbiguous()) {
      return verdict;
    }
    Verdict unusual = new StatementScan(sql, syntax, known, !usual).verdict();
    return unusual == Verdict.UNTERMINATED ? verdict : unusual;
  }
}
