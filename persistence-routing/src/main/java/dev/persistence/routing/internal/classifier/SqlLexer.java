package dev.persistence.routing.internal.classifier;

import java.util.Arrays;

/**
 * Cuts SQL text into tokens, in time linear to its length and without copying any of it. Used by
 * one thread, once.
 *
 * <p>It accepts every text: what cannot be cut with certainty is a token of its own, {@link
 * #UNSURE} or {@link #UNTERMINATED}, and the last one.
 *
 * <p>Whether a backslash escapes in an ordinary literal depends on settings of the server ({@code
 * standard_conforming_strings}, {@code NO_BACKSLASH_ESCAPES}). The caller says what to assume; the
 * lexer {@linkplain #isAmbiguous() notes} when it matters.
 */
final class SqlLexer {

  /** The end of the text. All other kinds of token are these and single characters. */
  static final int END = 0;

  /** A keyword or a plain name. */
  static final int WORD = 1;

  /** A quoted name; in MySQL a text in double quotes as well, since both may be meant. */
  static final int NAME = 2;

  static final int LITERAL = 3;
  static final int NUMBER = 4;
  static final int UNSURE = 5;
  static final int UNTERMINATED = 6;

  private static final byte BLANK = 1;
  private static final byte LETTER = 2;
  private static final byte DIGIT = 3;
  private static final byte FORBIDDEN = 4;

  /** The class of each ASCII character; 0 is punctuation. */
  private static final byte[] CLASSES = classes();

  /** The lower case of each ASCII character of a word; 0 for the others. */
  private static final byte[] FOLDED = folded();

  private final String sql;
  private final int length;
  private final boolean mySql;
  private final boolean backslashEscapes;
  private int position;
  private int start;
  private int end;
  private int hash;
  private boolean simple;
  private boolean ambiguous;
  private boolean afterEscapeLiteral;

  SqlLexer(String sql, SqlSyntax syntax, boolean backslashEscapes) {
    this.sql = sql;
    this.length = sql.length();
    this.mySql = syntax == SqlSyntax.MYSQL;
    this.backslashEscapes = backslashEscapes;
  }

  private static byte[] classes() {
    byte[] classes = new byte[128];
    Arrays.fill(classes, 0, ' ', FORBIDDEN);
    for (char blank : " \t\n\r\f\u000B".toCharArray()) {
      classes[blank] = BLANK;
    }
    Arrays.fill(classes, 'a', 'z' + 1, LETTER);
    Arrays.fill(classes, 'A', 'Z' + 1, LETTER);
    classes['_'] = LETTER;
    Arrays.fill(classes, '0', '9' + 1, DIGIT);
    classes['\\'] = FORBIDDEN;
    classes[127] = FORBIDDEN;
    return classes;
  }

  private static byte[] folded() {
    byte[] folded = new byte[128];
    for (char character = 0; character < 128; character++) {
      boolean part = CLASSES[character] == LETTER || CLASSES[character] == DIGIT;
      folded[character] = (byte) (part || character == '$' ? WordTable.lowerCase(character) : 0);
    }
    return folded;
  }

  /** Returns where the last word, or the content of the last quoted name, starts. */
  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Returns the hash of the last word or name as in {@link WordTable#hash}. */
  int hash() {
    return hash;
  }

  /** Tells whether the last quoted name is what it would be without quotes. */
  boolean isSimpleName() {
    return simple;
  }

  /** Tells whether a literal so far would end elsewhere if backslashes meant something else. */
  boolean isAmbiguous() {
    return ambiguous;
  }

  /** Moves to the next token and returns its kind. */
  int next() {
    boolean continued = afterEscapeLiteral;
    afterEscapeLiteral = false;
    int blanks = skipBlanks();
    if (blanks != END) {
      return blanks;
    }
    if (position == length) {
      return END;
    }
    char character = sql.charAt(position);
    return switch (classOf(character)) {
      case LETTER -> word();
      case DIGIT -> number();
      case FORBIDDEN -> UNSURE;
      default -> punctuation(character, continued);
    };
  }

  private int punctuation(char character, boolean continued) {
    return switch (character) {
      case '\'' -> continued ? escapeLiteral() : literal('\'');
      case '"' -> mySql ? text() : quotedName('"');
      case '`' -> mySql ? quotedName('`') : single(character);
      case '$' -> dollar();
      default -> single(character);
    };
  }

  private int single(char character) {
    position++;
    return character;
  }

  private static byte classOf(char character) {
    return character < 128 ? CLASSES[character] : LETTER;
  }

  private boolean isWordPart(char character) {
    byte type = classOf(character);
    return type == LETTER || type == DIGIT || character == '$';
  }

  private boolean isAt(int index, char character) {
    return index < length && sql.charAt(index) == character;
  }

  // --- Blanks and comments ----------------------------------------------------------------------

  /** Skips blanks and comments; returns END, or the kind of what cannot be skipped. */
  private int skipBlanks() {
    while (position < length) {
      char character = sql.charAt(position);
      if (character == '/' && isAt(position + 1, '*')) {
        int comment = skipComment();
        if (comment != END) {
          return comment;
        }
      } else if (startsLineComment(character)) {
        skipLine();
      } else if (classOf(character) == BLANK) {
        position++;
      } else {
        return END;
      }
    }
    return END;
  }

  private boolean startsLineComment(char character) {
    if (character == '#') {
      return mySql;
    }
    return character == '-'
        && isAt(position + 1, '-')
        && (!mySql || position + 2 >= length || sql.charAt(position + 2) <= ' ');
  }

  private void skipLine() {
    while (position < length) {
      char character = sql.charAt(position++);
      if (character == '\n' || (character == '\r' && !mySql)) {
        return;
      }
    }
  }

  private int skipComment() {
    position += 2;
    if (mySql && (isAt(position, '!') || (isAt(position, 'M') && isAt(position + 1, '!')))) {
      return UNSURE; // The server may run what looks like a comment.
    }
    int depth = 1;
    while (position + 1 < length) {
      char character = sql.charAt(position++);
      if (character == '*' && sql.charAt(position) == '/') {
        position++;
        if (--depth == 0) {
          return END;
        }
      } else if (!mySql && character == '/' && sql.charAt(position) == '*') {
        position++;
        depth++;
      }
    }
    position = length;
    return UNTERMINATED;
  }

  // --- Words and numbers ------------------------------------------------------------------------

  private int word() {
    start = position;
    int at = position;
    int folded = 0;
    while (at < length) {
      char character = sql.charAt(at);
      int part = character < 128 ? FOLDED[character] : character;
      if (part == 0) {
        break;
      }
      folded = WordTable.hash(folded, part);
      at++;
    }
    position = at;
    hash = folded;
    end = at;
    if (!mySql && end - start == 1 && position < length) {
      char character = sql.charAt(position);
      int prefix = WordTable.lowerCase(sql.charAt(start));
      if (prefix == 'e' && character == '\'') {
        return escapeLiteral();
      }
      if (prefix == 'u' && character == '&' && isAt(position + 1, '"')) {
        return UNSURE; // A name written in code points.
      }
    }
    return WORD;
  }

  /** A number that runs into a word means different things to different versions. */
  private int number() {
    boolean based = sql.charAt(position) == '0' && isBase(position + 1);
    position += based ? 2 : 1;
    while (position < length) {
      char character = sql.charAt(position);
      boolean exponent = !based && (character == 'e' || character == 'E') && isExponent();
      boolean part =
          exponent
              || character == '.'
              || classOf(character) == DIGIT
              || (based && isHexadecimal(character))
              || (character == '_' && !mySql);
      if (!part) {
        return isWordPart(character) ? UNSURE : NUMBER;
      }
      position += exponent ? 2 : 1;
    }
    return NUMBER;
  }

  private boolean isBase(int index) {
    return isAt(index, 'x') || isAt(index, 'X') || isAt(index, 'b') || isAt(index, 'o');
  }

  private boolean isExponent() {
    int next = position + 1;
    int digit = isAt(next, '+') || isAt(next, '-') ? next + 1 : next;
    return digit < length && classOf(sql.charAt(digit)) == DIGIT;
  }

  private static boolean isHexadecimal(char character) {
    int lower = WordTable.lowerCase(character);
    return lower >= 'a' && lower <= 'f';
  }

  // --- Quotes -----------------------------------------------------------------------------------

  private int literal(char quote) {
    position++;
    while (position < length) {
      char character = sql.charAt(position++);
      if (character == quote) {
        ambiguous |= !backslashEscapes && sql.charAt(position - 2) == '\\';
        if (!isAt(position, quote)) {
          return LITERAL;
        }
        position++;
      } else if (character == '\\' && backslashEscapes) {
        ambiguous |= isAt(position, quote);
        position++;
      }
    }
    position = length;
    return UNTERMINATED;
  }

  /** A literal, or with ANSI_QUOTES a name, in which a backslash never escapes. */
  private int text() {
    boolean before = ambiguous;
    ambiguous = false;
    int from = position + 1;
    int kind = literal('"');
    if (kind != LITERAL || ambiguous) {
      return kind == LITERAL ? UNSURE : kind;
    }
    ambiguous = before;
    named(from, position - 1);
    return NAME;
  }

  private int escapeLiteral() {
    position++;
    while (position < length) {
      char character = sql.charAt(position++);
      if (character == '\\') {
        position++;
      } else if (character == '\'') {
        if (!isAt(position, '\'')) {
          afterEscapeLiteral = true;
          return LITERAL;
        }
        position++;
      }
    }
    position = length;
    return UNTERMINATED;
  }

  private int quotedName(char quote) {
    int from = ++position;
    boolean doubled = false;
    while (position < length) {
      if (sql.charAt(position++) == quote) {
        if (!isAt(position, quote)) {
          named(from, position - 1);
          simple &= !doubled;
          return NAME;
        }
        doubled = true;
        position++;
      }
    }
    return UNTERMINATED;
  }

  private void named(int from, int to) {
    start = from;
    end = to;
    hash = 0;
    simple = true;
    for (int i = from; i < to; i++) {
      char character = sql.charAt(i);
      hash = WordTable.hash(hash, character);
      simple &= mySql || WordTable.lowerCase(character) == character;
    }
  }

  /** A dollar quote, a parameter, or in MySQL a name. */
  private int dollar() {
    if (mySql) {
      return word();
    }
    int tagEnd = position + 1;
    if (tagEnd < length && classOf(sql.charAt(tagEnd)) == DIGIT) {
      position++;
      return number();
    }
    while (tagEnd < length && sql.charAt(tagEnd) != '$' && isWordPart(sql.charAt(tagEnd))) {
      tagEnd++;
    }
    if (!isAt(tagEnd, '$')) {
      return UNSURE;
    }
    int tagLength = tagEnd + 1 - position;
    int closing = tagEnd + 1;
    while (closing + tagLength <= length && !sql.regionMatches(closing, sql, position, tagLength)) {
      closing = sql.indexOf('$', closing + 1);
      if (closing < 0) {
        break;
      }
    }
    if (closing < 0 || closing + tagLength > length) {
      position = length;
      return UNTERMINATED;
    }
    position = closing + tagLength;
    return LITERAL;
  }
}
