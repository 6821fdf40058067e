package dev.persistence.migrate.internal.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A place in the tokens of a statement or of a part of it. Not thread-safe. */
final class Cursor {

  private final List<Token> tokens;
  private int position;

  Cursor(List<Token> tokens) {
    this.tokens = tokens;
  }

  boolean isAtEnd() {
    return position >= tokens.size();
  }

  @Nullable Token peek() {
    return isAtEnd() ? null : tokens.get(position);
  }

  boolean isAt(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (position + i >= tokens.size() || !tokens.get(position + i).is(words[i])) {
        return false;
      }
    }
    return true;
  }

  /** Passes over the words if they are all there. */
  boolean accept(String... words) {
    if (!isAt(words)) {
      return false;
    }
    position += words.length;
    return true;
  }

  boolean acceptAny(String... words) {
    for (String word : words) {
      if (accept(word)) {
        return true;
      }
    }
    return false;
  }

  @Nullable Token next() {
    return isAtEnd() ? null : tokens.get(position++);
  }

  /** Returns the tokens from here to the end. */
  List<Token> rest() {
    return tokens.subList(Math.min(position, tokens.size()), tokens.size());
  }

  /** Tells whether the words stand somewhere from here on, outside of brackets. */
  boolean has(String... words) {
    Cursor ahead = new Cursor(rest());
    while (!ahead.isAtEnd()) {
      if (ahead.isAt(words)) {
        return true;
      }
      ahead.skip();
    }
    return false;
  }

  /** Tells whether there is a WHERE from here on that some row may not fulfil. */
  boolean hasCondition() {
    Cursor ahead = new Cursor(rest());
    return ahead.skipBehind("WHERE") && !isTrue(ahead.until("RETURNING", "ORDER", "LIMIT"));
  }

  private static boolean isTrue(List<Token> condition) {
    return text(condition).replaceAll("[\\s()]", "").matches("(?i)true|1|1=1|'1'='1'");
  }

  /** Tells whether a MERGE leaves rows as they are, as far as its conditions from here on tell. */
  boolean mergesSome() {
    Cursor ahead = new Cursor(rest());
    ahead.skipBehind("ON");
    boolean matchesAll = isTrue(ahead.until("WHEN"));
    return !(matchesAll && changes("MATCHED")) && !changes("SOURCE");
  }

  private boolean changes(String rows) {
    return has(rows, "THEN", "UPDATE") || has(rows, "THEN", "DELETE");
  }

  /** Moves behind the words, wherever they stand outside of brackets, or to the end. */
  boolean skipBehind(String... words) {
    while (!isAtEnd()) {
      if (accept(words)) {
        return true;
      }
      skip();
    }
    return false;
  }

  /** Passes over one token, or over all that is in brackets. */
  void skip() {
    if (isAt("(")) {
      group();
    } else {
      position++;
    }
  }

  /** Returns the tokens within the brackets that open here, and passes over them. */
  List<Token> group() {
    int start = ++position;
    int depth = 1;
    while (!isAtEnd()) {
      Token token = tokens.get(position++);
      if (token.is("(")) {
        depth++;
      } else if (token.is(")") && --depth == 0) {
        return tokens.subList(start, position - 1);
      }
    }
    return tokens.subList(Math.min(start, tokens.size()), tokens.size());
  }

  /** Returns the tokens up to one of the words, outside of brackets, and stops there. */
  List<Token> until(String... words) {
    int start = position;
    while (!isAtEnd() && !isAtAny(words)) {
      skip();
    }
    return tokens.subList(start, Math.min(position, tokens.size()));
  }

  boolean isAtAny(String... words) {
    for (String word : words) {
      if (isAt(word)) {
        return true;
      }
    }
    return false;
  }

  /** Returns what is between commas outside of brackets, from here to the end. */
  List<List<Token>> parts() {
    List<List<Token>> parts = new ArrayList<>();
    while (!isAtEnd()) {
      parts.add(until(","));
      accept(",");
    }
    return parts;
  }

  /** Returns the parts of a name, of a table or a column, and passes over it. */
  List<Token> name() {
    List<Token> parts = new ArrayList<>();
    do {
      Token token = next();
      if (token == null) {
        break;
      }
      parts.add(token);
    } while (accept("."));
    return parts;
  }

  /** Passes over a name; returns it as text, a dot between its parts. */
  String nameText() {
    return name().stream().map(Token::text).collect(Collectors.joining("."));
  }

  /** Returns the tokens as text with a blank between any two, for messages and comparison. */
  static String text(List<Token> tokens) {
    StringBuilder text = new StringBuilder();
    Token before = null;
    for (Token token : tokens) {
      boolean apart = before != null && before.end() < token.start();
      text.append(apart ? " " : "").append(token.text());
      before = token;
    }
    return text.toString();
  }
}
