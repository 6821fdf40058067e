package dev.persistence.migrate.internal.lint;

import dev.persistence.migrate.internal.lint.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts SQL text into tokens. It accepts every text: a quote that nobody closes ends with the text.
 * Not thread-safe.
 *
 * <p>Backslashes escape in MySQL's literals and in PostgreSQL's {@code E'…'}, as they do by
 * default. What stands in MySQL's executable comments counts as plain text.
 */
final class Lexer {

  private final String sql;
  private final boolean mySql;
  private int position;

  Lexer(String sql, boolean mySql) {
    this.sql = sql;
    this.mySql = mySql;
  }

  /** Returns all tokens of the text. */
  static List<Token> tokens(String sql, boolean mySql) {
    List<Token> tokens = new ArrayList<>();
    Lexer lexer = new Lexer(sql, mySql);
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      tokens.add(token);
    }
    return tokens;
  }

  int position() {
    return position;
  }

  void moveTo(int newPosition) {
    position = newPosition;
  }

  /** Tells whether the text goes on with this, blanks apart. */
  boolean isAt(String text) {
    skipBlanks();
    return sql.startsWith(text, position);
  }

  /** Returns the next token, or null at the end. */
  @Nullable Token next() {
    skipBlanks();
    if (position >= sql.length()) {
      return null;
    }
    char character = sql.charAt(position);
    if (character == '\'') {
      return quoted(Kind.LITERAL, '\'', mySql);
    }
    if (character == '"') {
      return quoted(mySql ? Kind.LITERAL : Kind.NAME, '"', mySql);
    }
    if (character == '`' && mySql) {
      return quoted(Kind.NAME, '`', false);
    }
    if (startsLineComment(character)) {
      int end = sql.indexOf('\n', position);
      return token(Kind.COMMENT, end < 0 ? sql.length() : end);
    }
    if (sql.startsWith("/*", position)) {
      return token(Kind.COMMENT, endOfComment());
    }
    if (character == '$') {
      return dollar();
    }
    return Character.isDigit(character) ? number() : wordOrSymbol(character);
  }

  private void skipBlanks() {
    while (position < sql.length()) {
      if (Character.isWhitespace(sql.charAt(position)) || sql.charAt(position) == '\uFEFF') {
        position++;
      } else if (mySql && (sql.startsWith("/*!", position) || sql.startsWith("/*M!", position))) {
        position = sql.indexOf('!', position) + 1;
        while (position < sql.length() && Character.isDigit(sql.charAt(position))) {
          position++;
        }
      } else if (mySql && sql.startsWith("*/", position)) {
        position += 2;
      } else {
        return;
      }
    }
  }

  private boolean startsLineComment(char character) {
    if (character == '#') {
      return mySql;
    }
    return sql.startsWith("--", position);
  }

  /** PostgreSQL's comments nest. */
  private int endOfComment() {
    int depth = 0;
    int at = position;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at) && (depth == 0 || !mySql)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        at += 2;
        if (--depth == 0) {
          return at;
        }
      } else {
        at++;
      }
    }
    return at;
  }

  private Token quoted(Kind kind, char quote, boolean backslash) {
    StringBuilder content = new StringBuilder();
    int at = position + 1;
    while (at < sql.length()) {
      char character = sql.charAt(at);
      if (character == '\\' && backslash) {
        content.append(sql, at, Math.min(at + 2, sql.length()));
        at += 2;
      } else if (character != quote) {
        content.append(character);
        at++;
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
        content.append(quote);
        at += 2;
      } else {
        break;
      }
    }
    Token token = token(kind, Math.min(at + 1, sql.length()));
    return kind == Kind.NAME
        ? new Token(kind, content.toString(), token.start(), token.end())
        : token;
  }

  /** A text between dollar signs, a parameter, or a placeholder that a tool replaces. */
  private Token dollar() {
    if (sql.startsWith("${", position)) {
      int end = sql.indexOf('}', position);
      return token(Kind.WORD, end < 0 ? sql.length() : end + 1);
    }
    int tagEnd = position + 1;
    while (tagEnd < sql.length() && isWordPart(sql.charAt(tagEnd)) && sql.charAt(tagEnd) != '$') {
      tagEnd++;
    }
    if (mySql || tagEnd >= sql.length() || sql.charAt(tagEnd) != '$') {
      return token(Kind.SYMBOL, position + 1);
    }
    String tag = sql.substring(position, tagEnd + 1);
    int end = sql.indexOf(tag, tagEnd + 1);
    return token(Kind.LITERAL, end < 0 ? sql.length() : end + tag.length());
  }

  private Token number() {
    int at = position;
    while (at < sql.length() && (isWordPart(sql.charAt(at)) || sql.charAt(at) == '.')) {
      at++;
    }
    return token(Kind.NUMBER, at);
  }

  private Token wordOrSymbol(char character) {
    if (!isWordPart(character)) {
      return token(Kind.SYMBOL, position + 1);
    }
    int at = position;
    while (at < sql.length() && isWordPart(sql.charAt(at))) {
      at++;
    }
    boolean prefixed = at - position == 1 && at < sql.length() && sql.charAt(at) == '\'';
    if (prefixed && "eExXbBnN".indexOf(character) >= 0) {
      int start = position;
      position = at;
      Token literal = quoted(Kind.LITERAL, '\'', mySql || character == 'e' || character == 'E');
      return new Token(Kind.LITERAL, sql.substring(start, literal.end()), start, literal.end());
    }
    return token(Kind.WORD, at);
  }

  private static boolean isWordPart(char character) {
    return Character.isLetterOrDigit(character) || character == '_' || character == '$';
  }

  private Token token(Kind kind, int end) {
    Token token = new Token(kind, sql.substring(position, end), position, end);
    position = end;
    return token;
  }
}
