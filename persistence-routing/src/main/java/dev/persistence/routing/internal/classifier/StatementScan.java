package dev.persistence.routing.internal.classifier;

import java.util.Locale;

/**
 * Looks through one text for anything that a plain read does not have. Used by one thread, once.
 *
 * <p>It knows no grammar. It knows how statements begin, which words mean a write, a lock or a
 * session wherever they stand, and where a word is only a name: after AS, after a point, after
 * {@code ::} and at the head of a common table expression. A word or name before an opening
 * parenthesis is a function, unless it is a keyword; a function must be known to be harmless.
 */
final class StatementScan {

  private static final int PLAIN = 0;
  private static final int ONLY_NAME = 1;
  private static final int IN_BUILT_IN_SCHEMA = 2;
  private static final int IN_SOME_SCHEMA = 3;

  private final String sql;
  private final SqlSyntax syntax;
  private final WordTable words;
  private final KnownFunctions known;
  private final SqlLexer lexer;

  /** What the statement's beginning still has to tell: whether it is a read. */
  private boolean beginning = true;

  private boolean explaining;
  private boolean anyRead;
  private int depth;

  /** Bit d is set while the list of common table expressions at depth d is open. */
  private long expressionLists;

  private boolean expectExpressionName;

  /** The kind of the token before, and what it means if it is a word that is not just a name. */
  private int previous = SqlLexer.END;

  private int previousMeaning;

  /** How the current word or name is used; of the token before, once that is. */
  private int use = PLAIN;

  /** A veto that holds unless the word before turns out to be a function's name. */
  private Verdict pending = Verdict.READ;

  StatementScan(String sql, SqlSyntax syntax, KnownFunctions known, boolean backslashEscapes) {
    this.sql = sql;
    this.syntax = syntax;
    this.words = syntax.words();
    this.known = known;
    this.lexer = new SqlLexer(sql, syntax, backslashEscapes);
  }

  boolean isAmbiguous() {
    return lexer.isAmbiguous();
  }

  Verdict verdict() {
    while (true) {
      int kind = lexer.next();
      int meaning =
          kind == SqlLexer.WORD ? words.find(sql, lexer.start(), lexer.end(), lexer.hash()) : 0;
      if (pending != Verdict.READ && kind != '(') {
        return has(meaning, WordTable.TEMPORARY) ? Verdict.SESSION : pending;
      }
      if (kind == SqlLexer.END) {
        return anyRead ? Verdict.READ : Verdict.UNSURE;
      }
      Verdict verdict = beginning ? begin(kind, meaning) : token(kind, meaning);
      if (verdict != Verdict.READ) {
        return verdict;
      }
    }
  }

  private static boolean has(int meaning, int wanted) {
    return (meaning & wanted) != 0;
  }

  // --- How a statement begins -------------------------------------------------------------------

  private Verdict begin(int kind, int meaning) {
    return switch (kind) {
      case SqlLexer.WORD -> beginWithWord(meaning);
      case '(' -> {
        depth++;
        yield Verdict.READ;
      }
      case ';' -> explaining ? Verdict.UNSURE : nextStatement();
      case ')', ',', '=', SqlLexer.NUMBER, SqlLexer.LITERAL -> {
        depth -= kind == ')' ? 1 : 0;
        yield explaining ? Verdict.READ : Verdict.UNSURE;
      }
      case '{' -> Verdict.FUNCTION; // A call in the syntax of JDBC.
      case SqlLexer.UNTERMINATED -> Verdict.UNTERMINATED;
      default -> Verdict.UNSURE;
    };
  }

  private Verdict beginWithWord(int meaning) {
    if (explaining && has(meaning, WordTable.EXPLAIN_OPTION)) {
      return Verdict.READ;
    }
    if (has(meaning, WordTable.READS | WordTable.WITH)) {
      beginning = false;
      anyRead = true;
      return word(meaning);
    }
    if (has(meaning, WordTable.EXPLAIN) && !explaining) {
      explaining = true;
      return Verdict.READ;
    }
    if (has(meaning, WordTable.CREATE)) {
      return createdForGood() ? Verdict.WRITE : Verdict.SESSION;
    }
    return explaining || has(meaning, WordTable.WRITES) ? Verdict.WRITE : Verdict.SESSION;
  }

  /** Tells whether CREATE is not followed by TEMPORARY, with at most OR REPLACE LOCAL between. */
  private boolean createdForGood() {
    for (int i = 0; i < 4 && lexer.next() == SqlLexer.WORD; i++) {
      int meaning = lastWord();
      if (has(meaning, WordTable.TEMPORARY)) {
        return false;
      }
    }
    return true;
  }

  private Verdict nextStatement() {
    beginning = true;
    explaining = false;
    depth = 0;
    expressionLists = 0;
    expectExpressionName = false;
    previous = SqlLexer.END;
    previousMeaning = 0;
    use = PLAIN;
    return Verdict.READ;
  }

  // --- The rest of a statement ------------------------------------------------------------------

  private Verdict token(int kind, int meaning) {
    boolean mySql = syntax == SqlSyntax.MYSQL;
    return switch (kind) {
      case SqlLexer.WORD -> word(meaning);
      case SqlLexer.NAME -> {
        follow(kind, 0);
        yield Verdict.READ;
      }
      case '(' -> open();
      case ')' -> close();
      case ';' -> nextStatement();
      case '.' -> qualify();
      case ',' -> {
        expectExpressionName = previous == ')' && isInExpressionList();
        yield pass(kind);
      }
      case '@' -> mySql ? Verdict.SESSION : pass(kind);
      case '=' -> mySql && previous == ':' ? Verdict.SESSION : pass(kind);
      case SqlLexer.UNSURE -> Verdict.UNSURE;
      case SqlLexer.UNTERMINATED -> Verdict.UNTERMINATED;
      default -> pass(kind);
    };
  }

  /** Makes anything that is no word the token before; a cast is followed by the name of a type. */
  private Verdict pass(int kind) {
    boolean cast = kind == ':' && previous == ':';
    previous = kind;
    previousMeaning = cast ? WordTable.AS : 0;
    return Verdict.READ;
  }

  private Verdict close() {
    depth--;
    return pass(')');
  }

  private Verdict qualify() {
    boolean builtIn =
        (previous == SqlLexer.WORD || (previous == SqlLexer.NAME && lexer.isSimpleName()))
            && has(lastWord(), WordTable.BUILT_IN_SCHEMA);
    pass('.');
    previousMeaning = builtIn ? WordTable.BUILT_IN_SCHEMA : 0;
    return Verdict.READ;
  }

  private int lastWord() {
    return words.find(sql, lexer.start(), lexer.end(), lexer.hash());
  }

  private Verdict word(int meaning) {
    if (has(meaning, WordTable.SEQUENCE)) {
      return Verdict.WRITE;
    }
    if (previous == '{' && !has(meaning, WordTable.ESCAPE)) {
      return Verdict.UNSURE;
    }
    int before = previousMeaning;
    boolean first = previous == SqlLexer.END || previous == '(';
    follow(SqlLexer.WORD, meaning);
    if (use != PLAIN) {
      return Verdict.READ;
    }
    previousMeaning = meaning;
    if (has(before, WordTable.FOR) && has(meaning, WordTable.LOCK_STRENGTH)) {
      return Verdict.LOCK;
    }
    if (has(before, WordTable.VALUE) && has(meaning, WordTable.FOR)) {
      return Verdict.WRITE;
    }
    if (has(meaning, WordTable.LOCKS_ANYWHERE)) {
      return Verdict.LOCK;
    }
    if (has(meaning, WordTable.SESSION_ANYWHERE)) {
      return Verdict.SESSION;
    }
    if (has(meaning, WordTable.WRITES_ANYWHERE)) {
      pending = Verdict.WRITE;
    }
    if (has(meaning, WordTable.WITH) && first && depth >= 0 && depth < Long.SIZE) {
      expressionLists |= 1L << depth;
      expectExpressionName = true;
    } else if (has(meaning, WordTable.READS)) {
      closeExpressionList();
    }
    return Verdict.READ;
  }

  /** Works out how a word or a name is used, and makes it the token before. */
  private void follow(int kind, int meaning) {
    if (previous == '.') {
      use = has(previousMeaning, WordTable.BUILT_IN_SCHEMA) ? IN_BUILT_IN_SCHEMA : IN_SOME_SCHEMA;
    } else if (has(previousMeaning, WordTable.AS)) {
      use = ONLY_NAME;
    } else if (expectExpressionName && !has(meaning, WordTable.RECURSIVE | WordTable.READS)) {
      expectExpressionName = false;
      use = ONLY_NAME;
    } else {
      use = PLAIN;
    }
    previous = kind;
    previousMeaning = 0;
  }

  private boolean isInExpressionList() {
    return depth >= 0 && depth < Long.SIZE && (expressionLists & 1L << depth) != 0;
  }

  private void closeExpressionList() {
    if (isInExpressionList()) {
      expressionLists &= ~(1L << depth);
      expectExpressionName = false;
    }
  }

  private Verdict open() {
    boolean named = previous == SqlLexer.WORD || previous == SqlLexer.NAME;
    Verdict verdict = named && use != ONLY_NAME ? call() : Verdict.READ;
    if (previous == ')') {
      closeExpressionList(); // The query itself, in parentheses.
    }
    pending = Verdict.READ;
    expectExpressionName = false;
    previous = '(';
    previousMeaning = 0;
    depth++;
    if (depth < Long.SIZE && depth > 0) {
      expressionLists &= ~(1L << depth);
    }
    return verdict;
  }

  /** Judges the function, if it is one, whose name is the token before. */
  private Verdict call() {
    int meaning = lastWord();
    if (has(meaning, WordTable.WRITING_FUNCTION)) {
      return Verdict.WRITE;
    }
    if (has(meaning, WordTable.SESSION_FUNCTION)) {
      return Verdict.SESSION;
    }
    boolean quoted = previous == SqlLexer.NAME;
    boolean keyword = has(meaning, WordTable.KEYWORD) && !quoted && use == PLAIN;
    boolean builtIn =
        has(meaning, WordTable.FUNCTION)
            && use != IN_SOME_SCHEMA
            && (!quoted || lexer.isSimpleName());
    boolean harmless =
        switch (effect(quoted)) {
          case HARMLESS -> true;
          case HARMFUL -> false;
          case UNKNOWN -> keyword || builtIn;
        };
    return harmless ? Verdict.READ : Verdict.FUNCTION;
  }

  private KnownFunctions.Effect effect(boolean quoted) {
    if (known == KnownFunctions.NONE) {
      return KnownFunctions.Effect.UNKNOWN;
    }
    String name = sql.substring(lexer.start(), lexer.end());
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 128) {
        return KnownFunctions.Effect.UNKNOWN; // Servers differ in how they fold it.
      }
    }
    return known.effect(quoted ? name : name.toLowerCase(Locale.ROOT));
  }
}
