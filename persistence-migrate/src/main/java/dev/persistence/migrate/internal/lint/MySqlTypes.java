package dev.persistence.migrate.internal.lint;

import java.util.Set;

/**
 * What it costs MySQL and MariaDB to give a column another type.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.0/en/innodb-online-ddl-operations.html">Online
 *     DDL Operations, Column Operations</a>
 */
final class MySqlTypes {

  /** What has to be done. */
  enum Cost {
    NOTHING,
    COPY,
    /** It hangs on the character set, and how many bytes a character has in it. */
    CHARSET
  }

  /** The most bytes of which one byte can tell the length. */
  private static final int SHORT = 255;

  private static final Set<String> WHOLE =
      Set.of("tinyint", "smallint", "mediumint", "int", "bigint");

  private MySqlTypes() {}

  static Cost change(SqlType from, SqlType to) {
    if (!to.charset().isEmpty() && !sameCharset(from, to)) {
      return Cost.COPY;
    }
    Cost cost = changeWithin(from, to);
    boolean known = from.charset().isEmpty() || !to.charset().isEmpty();
    return cost == Cost.NOTHING && !known ? Cost.CHARSET : cost;
  }

  /** Returns what it costs if the character set stays. */
  private static Cost changeWithin(SqlType from, SqlType to) {
    if (!from.name().equals(to.name()) || !from.suffix().equals(to.suffix())) {
      return Cost.COPY;
    }
    if (from.arguments().equals(to.arguments()) || WHOLE.contains(to.name())) {
      return Cost.NOTHING;
    }
    return switch (to.name()) {
      case "varchar", "varbinary" -> longer(from, to);
      case "enum", "set" -> appended(from, to) ? Cost.NOTHING : Cost.COPY;
      default -> Cost.COPY;
    };
  }

  /** Where one names only the set or only the collation, that has to be the other's. */
  private static boolean sameCharset(SqlType from, SqlType to) {
    return (" " + from.charset() + " ").contains(" " + to.charset() + " ");
  }

  private static Cost longer(SqlType from, SqlType to) {
    int before = from.number(0, 0);
    int after = to.number(0, 0);
    if (after < before) {
      return Cost.COPY;
    }
    int most = bytes(from, 4);
    int least = bytes(from, 1);
    if (after * most <= SHORT || before * least > SHORT) {
      return Cost.NOTHING;
    }
    boolean crosses = before * most <= SHORT && after * least > SHORT;
    return most == least || crosses ? Cost.COPY : Cost.CHARSET;
  }

  /** Returns the bytes of a character, or what they may be if its set is not known. */
  private static int bytes(SqlType type, int otherwise) {
    String charset = type.charset();
    if (type.name().equals("varbinary") || charset.startsWith("latin1")) {
      return 1;
    }
    if (charset.startsWith("ascii") || charset.startsWith("binary")) {
      return 1;
    }
    if (charset.startsWith("utf8mb4")) {
      return 4;
    }
    return charset.startsWith("utf8") ? 3 : otherwise;
  }

  /** New values at the end keep the numbers of the old ones, and here their number of bytes. */
  private static boolean appended(SqlType from, SqlType to) {
    int before = from.arguments().size();
    int after = to.arguments().size();
    boolean sameBytes =
        to.name().equals("enum")
            ? (before > SHORT) == (after > SHORT)
            : (before + 7) / 8 == (after + 7) / 8;
    return after >= before
        && sameBytes
        && to.arguments().subList(0, before).equals(from.arguments());
  }
}
