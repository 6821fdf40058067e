package dev.persistence.migrate.internal.lint;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether an expression has one value for the whole statement, or one for each row. */
final class PostgresExpression {

  /** How often it has to be worked out. */
  enum Kind {
    ONCE,
    PER_ROW,
    /** It calls what is not one of the server's own functions. */
    UNKNOWN
  }

  private static final Set<String> PER_ROW =
      Set.of(
          "random",
          "random_normal",
          "setseed",
          "gen_random_uuid",
          "uuidv4",
          "uuidv7",
          "uuid_generate_v1",
          "uuid_generate_v1mc",
          "uuid_generate_v4",
          "clock_timestamp",
          "timeofday",
          "nextval",
          "currval",
          "lastval",
          "setval",
          "gen_random_bytes",
          "gen_salt",
          "pg_sleep",
          "txid_current_if_assigned",
          "crypt_gen_salt");
  private static final Set<String> ONCE =
      Set.of(
          "now",
          "statement_timestamp",
          "transaction_timestamp",
          "current_timestamp",
          "localtimestamp",
          "current_time",
          "localtime",
          "coalesce",
          "nullif",
          "greatest",
          "least",
          "cast",
          "to_timestamp",
          "to_date",
          "to_char",
          "to_number",
          "date_trunc",
          "date_part",
          "extract",
          "make_date",
          "make_interval",
          "make_timestamp",
          "make_timestamptz",
          "timezone",
          "lower",
          "upper",
          "concat",
          "md5",
          "length",
          "round",
          "floor",
          "ceil",
          "abs",
          "row",
          "jsonb_build_object",
          "json_build_object",
          "jsonb_build_array",
          "json_build_array",
          "to_json",
          "to_jsonb",
          "to_tsvector",
          "array",
          "encode",
          "decode",
          "sha256",
          "power",
          "current_setting",
          "txid_current",
          "string_to_array",
          "int4range",
          "daterange",
          "tstzrange",
          "numrange",
          "repeat",
          "replace",
          "substr",
          "substring",
          "trim",
          "lpad",
          "rpad",
          "and",
          "or",
          "not",
          "in",
          "when",
          "then",
          "else",
          "interval");

  private PostgresExpression() {}

  static Kind kind(List<Token> expression) {
    Kind kind = Kind.ONCE;
    for (int i = 0; i + 1 < expression.size(); i++) {
      Token token = expression.get(i);
      boolean type = i > 0 && expression.get(i - 1).is(":");
      if (token.isName() && expression.get(i + 1).is("(") && !type) {
        String name = token.text().toLowerCase(Locale.ROOT);
        if (PER_ROW.contains(name)) {
          return Kind.PER_ROW;
        }
        kind = ONCE.contains(name) || isType(name) ? kind : Kind.UNKNOWN;
      }
    }
    return kind;
  }

  private static boolean isType(String name) {
    return PostgresTypes.isOwn(new SqlType(name, List.of(), "", ""));
  }
}
