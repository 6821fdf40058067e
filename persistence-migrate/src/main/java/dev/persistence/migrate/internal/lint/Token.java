package dev.persistence.migrate.internal.lint;

/**
 * A piece of SQL text.
 *
 * @param text of a name without its quotes; of everything else as it is written
 * @param start where it begins in the whole text
 * @param end where it ends
 */
record Token(Kind kind, String text, int start, int end) {

  /** What a token can be. */
  enum Kind {
    /** A keyword or a plain name. */
    WORD,
    /** A name in quotes. */
    NAME,
    LITERAL,
    NUMBER,
    /** Punctuation, one character each. */
    SYMBOL,
    /** A comment; the splitter keeps these to itself. */
    COMMENT
  }

  boolean is(String word) {
    return kind != Kind.NAME && kind != Kind.LITERAL && text.equalsIgnoreCase(word);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.NAME;
  }
}
