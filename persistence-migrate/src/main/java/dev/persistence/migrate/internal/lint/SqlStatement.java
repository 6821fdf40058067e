package dev.persistence.migrate.internal.lint;

import java.util.List;
import java.util.Set;

/**
 * One statement of a text.
 *
 * @param text as it is written, without its end mark
 * @param commented the same with the comments above it
 * @param line of its first word, from 1
 * @param allowed rules that a comment of it allows, with a reason
 * @param transactional whether the tool that runs the text runs this within a transaction
 */
record SqlStatement(
    String text,
    String commented,
    int line,
    List<Token> tokens,
    Set<String> allowed,
    boolean transactional) {

  SqlStatement {
    tokens = List.copyOf(tokens);
    allowed = Set.copyOf(allowed);
  }
}
