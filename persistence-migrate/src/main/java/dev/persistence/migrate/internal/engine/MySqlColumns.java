package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns of tables of MySQL and MariaDB, with all that a definition of them must repeat. */
record MySqlColumns(Connection connection) {

  /** Which a definition without it would take away. */
  private static final String OWN_CHECK =
      "(SELECT CONCAT(' CHECK (', o.check_clause, ')') FROM information_schema.check_constraints o"
          + " WHERE o.constraint_schema = c.table_schema AND o.table_name = c.table_name"
          + " AND o.level = 'Column' AND o.constraint_name = c.column_name)";

  /** Returns the columns of a table with a schema, in their order. */
  List<Column> of(TableName table) throws SQLException {
    boolean mariaDb = MySqlCatalog.isMariaDb(connection);
    SqlFragment query =
        SqlFragment.of(
            "SELECT column_name, column_type, is_nullable, column_default, extra,"
                + " character_set_name, collation_name, column_comment, "
                + (mariaDb ? OWN_CHECK : "CONCAT(' SRID ', srs_id)")
                + " FROM information_schema.columns c WHERE table_schema = ? AND table_name = ?"
                + " ORDER BY ordinal_position",
            MySqlCatalog.schema(table),
            table.name().name());
    return Sql.rows(connection, query, row -> column(row, mariaDb));
  }

  private static Column column(ResultSet row, boolean mariaDb) throws SQLException {
    String extra = String.valueOf(row.getString(5)).toLowerCase(Locale.ROOT);
    String charset = row.getString(6);
    String type = row.getString(2);
    if (charset != null) {
      type += " CHARACTER SET " + charset + " COLLATE " + row.getString(7);
    }
    String own = Objects.requireNonNullElse(row.getString(9), "");
    if (!mariaDb) {
      type += own;
    }
    String comment = row.getString(8);
    String onUpdate = extra.replaceFirst("^.*?(on update current_timestamp(\\(\\d*\\))?).*$", "$1");
    String rest =
        (onUpdate.startsWith("on update") ? " " + onUpdate : "")
            + (extra.contains("invisible") ? " INVISIBLE" : "")
            + (comment == null || comment.isEmpty() ? "" : " COMMENT " + MySqlSql.literal(comment))
            + (mariaDb ? own : "");
    return new Column(
        Identifier.of(row.getString(1)),
        type,
        row.getString(3).equals("YES"),
        mariaDb
            ? mariaDbDefault(row.getString(4))
            : mySqlDefault(row.getString(4), extra, row.getString(2)),
        extra.contains("auto_increment") || extra.matches(".*(virtual|stored|persistent).*"),
        charset != null,
        rest);
  }

  /** MariaDB tells the default as SQL text. */
  private static @Nullable String mariaDbDefault(@Nullable String told) {
    return told == null || told.equalsIgnoreCase("NULL") ? null : told;
  }

  /** MySQL tells a literal without its quotes, bytes in digits, and an expression escaped. */
  private static @Nullable String mySqlDefault(@Nullable String told, String extra, String type) {
    if (told == null) {
      return null;
    }
    if (extra.contains("default_generated")) {
      return told.toLowerCase(Locale.ROOT).startsWith("current_timestamp")
          ? told
          : "(" + told.replaceAll("(?s)\\\\(.)", "$1") + ")";
    }
    boolean bytes = type.contains("binary") && told.startsWith("0x");
    return bytes || told.matches("b'[01]*'") ? told : MySqlSql.literal(told);
  }
}
