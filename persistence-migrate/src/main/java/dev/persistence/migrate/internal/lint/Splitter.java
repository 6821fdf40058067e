package dev.persistence.migrate.internal.lint;

import dev.persistence.migrate.internal.lint.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into its statements, as the tools do that run it: by semicolons outside of literals
 * and of the bodies of routines, by MySQL's {@code DELIMITER}, and by Liquibase's comments. Not
 * thread-safe.
 */
final class Splitter {

  /** The rules, and a reason, without which it is no permission. */
  private static final Pattern ALLOW =
      Pattern.compile("lint:allow\\s+([a-z-]+(?:\\s*,\\s*[a-z-]+)*)\\s+\\S.*", Pattern.DOTALL);

  private static final Pattern CHANGESET =
      Pattern.compile("--\\s*changeset\\s+\\S+:\\S+(.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern DELIMITER =
      Pattern.compile("endDelimiter:(\\S+)", Pattern.CASE_INSENSITIVE);
  private static final Set<String> ROUTINES = Set.of("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT");
  private static final Set<String> BLOCKS = Set.of("IF", "LOOP", "WHILE", "REPEAT");

  private final String text;
  private final Lexer lexer;
  private final List<SqlStatement> statements = new ArrayList<>();
  private final List<Token> tokens = new ArrayList<>();
  private final Set<String> allowed = new HashSet<>();
  private String delimiter = ";";
  private boolean transactional;
  private int depth;

  /** Where the statement begins with the comments above it. */
  private int begin;

  private Splitter(String text, boolean mySql, boolean transactional) {
    this.text = text;
    this.lexer = new Lexer(text, mySql);
    this.transactional = transactional;
  }

  /**
   * Returns the statements in their order.
   *
   * @param transactional whether the text runs in a transaction unless it says otherwise
   */
  static List<SqlStatement> split(String text, boolean mySql, boolean transactional) {
    Splitter splitter = new Splitter(text, mySql, transactional);
    splitter.split();
    return splitter.statements;
  }

  private void split() {
    while (true) {
      if (depth == 0 && lexer.isAt(delimiter)) {
        lexer.moveTo(lexer.position() + delimiter.length());
        finish();
        continue;
      }
      Token token = lexer.next();
      if (token == null) {
        finish();
        return;
      }
      if (token.kind() == Kind.COMMENT) {
        comment(token.text());
      } else if (tokens.isEmpty() && token.is("DELIMITER")) {
        delimiter = restOfLine();
        begin = lexer.position(); // It is for tools; no server knows it.
      } else {
        tokens.add(token);
        follow(token);
      }
    }
  }

  private String restOfLine() {
    int end = text.indexOf('\n', lexer.position());
    int stop = end < 0 ? text.length() : end;
    String rest = text.substring(lexer.position(), stop).strip();
    lexer.moveTo(stop);
    return rest.isEmpty() ? ";" : rest;
  }

  private void comment(String comment) {
    Matcher allow = ALLOW.matcher(comment.replace("*/", ""));
    if (allow.find()) {
      allowed.addAll(List.of(allow.group(1).split("\\s*,\\s*")));
    }
    Matcher changeset = CHANGESET.matcher(comment);
    if (changeset.matches()) {
      finish();
      String attributes = changeset.group(1);
      transactional = !attributes.toLowerCase(Locale.ROOT).contains("runintransaction:false");
      Matcher end = DELIMITER.matcher(attributes);
      delimiter = end.find() ? end.group(1) : ";";
    }
  }

  /** Keeps count of the blocks of a routine, whose semicolons end no statement. */
  private void follow(Token token) {
    if (token.kind() != Kind.WORD || !delimiter.equals(";") || !isRoutine()) {
      return;
    }
    Token before = tokens.size() > 1 ? tokens.get(tokens.size() - 2) : null;
    boolean closing = before != null && before.is("END");
    if (closing && BLOCKS.contains(token.text().toUpperCase(Locale.ROOT))) {
      depth++; // The word before has ended no BEGIN and no CASE.
    } else if (token.is("BEGIN") || (token.is("CASE") && !closing)) {
      depth++;
    } else if (token.is("END") && depth > 0) {
      depth--;
    }
  }

  private boolean isRoutine() {
    return tokens.get(0).is("CREATE")
        && tokens.stream()
            .limit(12)
            .anyMatch(token -> ROUTINES.contains(token.text().toUpperCase(Locale.ROOT)));
  }

  private void finish() {
    depth = 0;
    if (tokens.isEmpty()) {
      return;
    }
    int start = tokens.get(0).start();
    int end = tokens.get(tokens.size() - 1).end();
    int line = 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
    statements.add(
        new SqlStatement(
            text.substring(start, end),
            text.substring(begin, end).strip(),
            line,
            tokens,
            allowed,
            transactional));
    skipCopiedRows();
    begin = lexer.position();
    tokens.clear();
    allowed.clear();
  }

  /** Rows that follow {@code COPY … FROM STDIN} end with a line of a backslash and a dot. */
  private void skipCopiedRows() {
    boolean copies = tokens.get(0).is("COPY") && tokens.get(tokens.size() - 1).is("STDIN");
    int end = copies ? text.indexOf("\n\\.", lexer.position()) : -1;
    if (end >= 0) {
      lexer.moveTo(end + 3);
    }
  }
}
