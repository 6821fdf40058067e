package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import java.util.regex.Pattern;

/**
 * A trigger of a table and what it runs, which no catalog's dependencies know.
 *
 * @param function what it calls, or its own name where it has a text of its own
 */
public record TriggerCode(String name, String function, String text) {

  /** Tells whether the statement drops it, or makes it anew. */
  public boolean isMeantBy(String statement) {
    String names = "(" + Pattern.quote(name) + "|" + Pattern.quote(function) + ")";
    return Pattern.compile("\\b(TRIGGER|FUNCTION)\\b", Pattern.CASE_INSENSITIVE)
            .matcher(statement)
            .find()
        && Pattern.compile("(?<![\\w$])" + names + "(?![\\w$])").matcher(statement).find();
  }

  /** Tells whether it names the column of its row, so that every write fails once that is gone. */
  public boolean reads(Identifier column) {
    String quoted = column.name().replace("\"", "\"\"").replace("`", "``");
    return Pattern.compile(
            "\\b(new|old)\\s*\\.\\s*[\"`]?" + Pattern.quote(quoted) + "(?![\\w$])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS)
        .matcher(text)
        .find();
  }
}
