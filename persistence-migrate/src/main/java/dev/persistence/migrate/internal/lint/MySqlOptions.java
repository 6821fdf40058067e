package dev.persistence.migrate.internal.lint;

import java.util.List;
import java.util.Locale;

/**
 * How a statement says that the change is to be made.
 *
 * @param algorithm in capitals, empty if not named
 * @param lock in capitals, empty if not named
 */
record MySqlOptions(String algorithm, String lock) {

  static MySqlOptions of(List<Token> statement) {
    return new MySqlOptions(value("ALGORITHM", statement), value("LOCK", statement));
  }

  private static String value(String option, List<Token> statement) {
    Cursor cursor = new Cursor(statement);
    if (!cursor.skipBehind(option)) {
      return "";
    }
    cursor.accept("=");
    Token value = cursor.peek();
    return value == null ? "" : value.text().toUpperCase(Locale.ROOT);
  }

  /** Tells whether the server refuses rather than lets writers wait. */
  boolean refusesCopy() {
    return lock.equals("NONE") || algorithm.equals("INSTANT") || algorithm.equals("NOCOPY");
  }

  /** Tells whether the statement asks for what lets writers wait. */
  boolean asksToBlock() {
    return lock.equals("SHARED")
        || lock.equals("EXCLUSIVE")
        || (algorithm.equals("COPY") && !lock.equals("NONE"));
  }
}
