package dev.persistence.migrate.internal.lint;

import java.util.List;

/** Texts of several statements, for those who only want to run them. Stateless. */
public final class SqlText {

  private SqlText() {}

  /** Returns the statements in their order, each with the comments above it. */
  public static List<String> statements(String text, boolean mySql) {
    return Splitter.split(text, mySql, false).stream().map(SqlStatement::commented).toList();
  }
}
