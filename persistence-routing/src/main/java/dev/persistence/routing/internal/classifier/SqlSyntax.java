package dev.persistence.routing.internal.classifier;

/** A way to cut SQL text into words, and the words that matter in it. Immutable. */
public enum SqlSyntax {
  /**
   * Nested comments, dollar quotes, backslashes only in {@code E''} literals.
   *
   * <p>Source: PostgreSQL manual, chapter "Lexical Structure".
   */
  POSTGRES(PostgresWords.table()),
  /**
   * MySQL and MariaDB: {@code #} comments, executable comments, back ticks, backslashes in
   * literals.
   *
   * <p>Source: MySQL reference manual, chapter "Language Structure".
   */
  MYSQL(MySqlWords.table());

  @SuppressWarnings("ImmutableEnumChecker") // The table never changes after it was built.
  private final WordTable words;

  SqlSyntax(WordTable words) {
    this.words = words;
  }

  WordTable words() {
    return words;
  }
}
