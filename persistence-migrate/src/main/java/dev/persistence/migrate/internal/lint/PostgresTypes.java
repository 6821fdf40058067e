package dev.persistence.migrate.internal.lint;

import java.util.Set;

/**
 * What it costs PostgreSQL to give a column another type: nothing where the stored bytes are those
 * of the new type and no shorter length has to be enforced.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-altertable.html">ALTER TABLE, Notes</a>
 */
final class PostgresTypes {

  /** What has to be done. */
  enum Cost {
    NOTHING,
    /** Only its indexes are built anew. */
    INDEXES,
    /** Nothing if the session's time zone is UTC, else everything. */
    ZONE,
    REWRITE,
    /** One of the types is not one of the server's own. */
    UNKNOWN
  }

  private static final int NO_LIMIT = Integer.MAX_VALUE;
  private static final int FINEST = 6;

  private static final Set<String> TEXTS = Set.of("text", "varchar");
  private static final Set<String> TIMES =
      Set.of("timestamp", "timestamptz", "time", "timetz", "interval");
  private static final Set<String> OWN =
      Set.of(
          "text",
          "varchar",
          "char",
          "name",
          "citext",
          "int",
          "bigint",
          "smallint",
          "numeric",
          "float4",
          "float8",
          "float",
          "money",
          "bool",
          "bytea",
          "bit",
          "varbit",
          "date",
          "time",
          "timetz",
          "timestamp",
          "timestamptz",
          "interval",
          "json",
          "jsonb",
          "jsonpath",
          "xml",
          "uuid",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "point",
          "line",
          "lseg",
          "box",
          "path",
          "polygon",
          "circle",
          "tsvector",
          "tsquery",
          "oid",
          "regclass",
          "pg_lsn",
          "hstore",
          "int4range",
          "int8range",
          "numrange",
          "daterange",
          "tsrange",
          "tstzrange",
          "serial",
          "bigserial",
          "smallserial",
          "ltree",
          "geometry",
          "geography",
          "vector");

  private PostgresTypes() {}

  static boolean isOwn(SqlType type) {
    return OWN.contains(type.name());
  }

  static Cost change(SqlType from, SqlType to, Schema schema) {
    if (from.name().equals(to.name())
        && from.arguments().equals(to.arguments())
        && from.suffix().equals(to.suffix())) {
      return to.charset().equals(from.charset()) ? Cost.NOTHING : Cost.INDEXES;
    }
    if (isStrange(from, schema) || isStrange(to, schema)) {
      return Cost.UNKNOWN;
    }
    if (!from.suffix().isEmpty() || !to.suffix().isEmpty() || !isCheap(from, to)) {
      return swapsZone(from, to) || swapsZone(to, from) ? Cost.ZONE : Cost.REWRITE;
    }
    boolean folds = from.name().equals("citext") || to.name().equals("citext");
    return folds || !to.charset().equals(from.charset()) ? Cost.INDEXES : Cost.NOTHING;
  }

  private static boolean isStrange(SqlType type, Schema schema) {
    return !isOwn(type) && !schema.otherTypes().contains(type.name());
  }

  private static boolean swapsZone(SqlType one, SqlType other) {
    return one.name().equals("timestamp") && other.name().equals("timestamptz");
  }

  private static boolean isCheap(SqlType from, SqlType to) {
    if (from.name().equals("citext") || to.name().equals("citext")) {
      return TEXTS.contains(from.name()) || to.name().equals("text");
    }
    if (TEXTS.contains(from.name()) && TEXTS.contains(to.name())) {
      return length(to) >= length(from);
    }
    if (!from.name().equals(to.name())) {
      return (from.name().equals("cidr") && to.name().equals("inet"))
          || (from.name().equals("xml") && TEXTS.contains(to.name()) && length(to) == NO_LIMIT);
    }
    return switch (to.name()) {
      case "numeric" -> widensNumber(from, to);
      case "varbit" -> length(to) >= length(from);
      default -> TIMES.contains(to.name()) && to.number(0, FINEST) >= from.number(0, FINEST);
    };
  }

  private static int length(SqlType type) {
    return type.number(0, NO_LIMIT);
  }

  private static boolean widensNumber(SqlType from, SqlType to) {
    if (to.arguments().isEmpty()) {
      return true;
    }
    return !from.arguments().isEmpty()
        && to.number(0, 0) >= from.number(0, 0)
        && to.number(1, 0) == from.number(1, 0);
  }
}
