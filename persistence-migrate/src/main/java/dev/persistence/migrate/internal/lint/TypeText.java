package dev.persistence.migrate.internal.lint;

import dev.persistence.migrate.internal.lint.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells whether the text of a new column's type is a type alone. What a plan says of a new column
 * holds for that: a constraint or a default that comes along has all rows read or written anew,
 * which no plan would tell. Stateless.
 */
public final class TypeText {

  /**
   * What stands beside the type.
   *
   * @param why what it is, and what it does to a table in use
   * @param recipe how to say the same without harm
   */
  public record Extra(String why, String recipe) {}

  private TypeText() {}

  /** Returns what stands beside the type; empty if it is a type alone. */
  public static Optional<Extra> extra(String text, boolean mySql) {
    List<Token> tokens = Lexer.tokens(text, mySql);
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).kind() == Kind.COMMENT) {
        return Optional.of(extra(text, tokens.subList(0, i), List.of(TypeExtra.COMMENT)));
      }
    }
    if (tokens.isEmpty()) {
      return Optional.empty(); // The server says what it thinks of that.
    }
    Cursor cursor = new Cursor(tokens);
    SqlType type = SqlType.read(cursor);
    passOver(type, cursor, mySql);
    if (cursor.isAtEnd()) {
      return numbered(text, tokens.get(0), type, mySql);
    }
    List<Token> read = tokens.subList(0, tokens.size() - cursor.rest().size());
    return Optional.of(extra(text, read, TypeExtra.in(cursor, mySql)));
  }

  /** Returns PostgreSQL's type as a cast takes it: without a collation. */
  public static String castable(String text) {
    for (Token token : Lexer.tokens(text, false)) {
      if (token.is("COLLATE")) {
        return text.substring(0, token.start()).strip();
      }
    }
    return text;
  }

  /**
   * @param type the tokens before what is beside it
   */
  private static Extra extra(String text, List<Token> type, List<TypeExtra> extras) {
    String alone = type.isEmpty() ? "" : text.substring(0, type.get(type.size() - 1).end());
    String why = extras.stream().map(TypeExtra::toString).collect(Collectors.joining("; "));
    String recipe = extras.stream().map(TypeExtra::recipe).collect(Collectors.joining("; "));
    return new Extra(
        "\"" + text + "\" is more than a type; " + why,
        "Write \"" + alone + "\" alone, and " + recipe);
  }

  /** A number from a sequence is named like a type. */
  private static Optional<Extra> numbered(String text, Token name, SqlType type, boolean mySql) {
    // In quotes it is another one, but for PostgreSQL if it is written like this one.
    String plain = name.text().toLowerCase(Locale.ROOT);
    boolean meant = name.kind() == Kind.WORD || (!mySql && name.text().equals(plain));
    boolean known = plain.matches(mySql ? "serial" : "(small|big)?serial|serial[248]");
    if (!meant || !known || !type.suffix().isEmpty()) {
      return Optional.empty();
    }
    String stored = mySql ? "bigint unsigned" : TableDefinition.stored(type).name();
    TypeExtra extra = mySql ? TypeExtra.AUTO_INCREMENT : TypeExtra.SEQUENCE;
    return Optional.of(
        new Extra(
            "\"" + text + "\" is more than a type; " + extra.why(),
            "Write \"" + stored + "\", and " + extra.recipe()));
  }

  /** Passes over what belongs to a type and that those who compare types do not look at. */
  private static void passOver(SqlType type, Cursor cursor, boolean mySql) {
    if (!mySql) {
      boolean fields = type.name().equals("interval");
      while (fields && cursor.acceptAny("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO")) {
        if (cursor.isAt("(")) {
          cursor.group();
        }
      }
      SqlType.tail(cursor);
      return;
    }
    if (type.name().equals("long")) {
      cursor.acceptAny("VARCHAR", "VARBINARY");
    }
    boolean more = true;
    while (more) {
      more = cursor.acceptAny("SIGNED", "BINARY", "ASCII", "UNICODE", "BYTE", "COMPRESSED");
      if (cursor.accept("SRID")) {
        cursor.next();
        more = true;
      }
      more |= !SqlType.tail(cursor).isEmpty();
    }
  }
}
