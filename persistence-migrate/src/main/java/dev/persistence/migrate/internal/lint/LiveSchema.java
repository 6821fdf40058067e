package dev.persistence.migrate.internal.lint;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** Reads what a live database says about its tables. Stateless. */
public final class LiveSchema {

  private static final String POSTGRESQL_COLUMNS =
      "SELECT c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,"
          + " c.relkind = 'p', (SELECT lower(l.collname) FROM pg_catalog.pg_collation l"
          + " JOIN pg_catalog.pg_type y ON y.typcollation <> l.oid"
          + " WHERE l.oid = a.attcollation AND y.oid = a.atttypid)"
          + " FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c"
          + " ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped"
          + " AND pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'";
  private static final String POSTGRESQL_CHECKS =
      "SELECT c.relname, k.conname, pg_catalog.pg_get_expr(k.conbin, k.conrelid), k.convalidated"
          + " FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid"
          + " WHERE k.contype = 'c' AND pg_catalog.pg_table_is_visible(c.oid)";
  private static final String POSTGRESQL_INDEXES =
      "SELECT c.relname, i.relname FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c"
          + " ON c.oid = x.indrelid JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid"
          + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'";
  private static final String POSTGRESQL_TYPES =
      "SELECT t.typname FROM pg_catalog.pg_type t"
          + " JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
          + " WHERE t.typtype IN ('e', 'c', 'r') AND n.nspname NOT IN"
          + " ('pg_catalog', 'information_schema') AND pg_catalog.pg_type_is_visible(t.oid)";
  private static final String MYSQL_COLUMNS =
      "SELECT c.table_name, c.column_name, c.column_type, c.is_nullable, c.character_set_name,"
          + " c.collation_name, t.table_collation FROM information_schema.columns c"
          + " JOIN information_schema.tables t ON t.table_schema = c.table_schema"
          + " AND t.table_name = c.table_name WHERE c.table_schema = DATABASE()"
          + " AND t.table_collation IS NOT NULL";

  private LiveSchema() {}

  /** Reads the tables that names without a schema lead to. */
  public static Schema read(Connection connection, boolean mySql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return mySql ? mySql(statement) : postgreSql(statement);
    }
  }

  private static Schema postgreSql(Statement statement) throws SQLException {
    Schema schema = new Schema(false, text(statement, "SELECT pg_catalog.current_schema()"));
    try (ResultSet row = statement.executeQuery(POSTGRESQL_COLUMNS)) {
      while (row.next()) {
        String collation = row.getString(6);
        SqlType type =
            SqlType.of(row.getString(3), false).inCharset(collation == null ? "" : collation);
        KnownTable table = schema.table(row.getString(1)).partitioned(row.getBoolean(5));
        table.columns().put(row.getString(2), new KnownColumn(type, row.getBoolean(4)));
      }
    }
    try (ResultSet row = statement.executeQuery(POSTGRESQL_CHECKS)) {
      while (row.next()) {
        KnownTable.Check check = KnownTable.check(row.getString(3), row.getBoolean(4));
        schema.table(row.getString(1)).checks().put(row.getString(2), check);
      }
    }
    try (ResultSet row = statement.executeQuery(POSTGRESQL_INDEXES)) {
      while (row.next()) {
        schema.table(row.getString(1)).indexes().add(row.getString(2));
      }
    }
    try (ResultSet row = statement.executeQuery(POSTGRESQL_TYPES)) {
      while (row.next()) {
        schema.otherTypes().add(row.getString(1));
      }
    }
    return schema;
  }

  private static Schema mySql(Statement statement) throws SQLException {
    Schema schema = new Schema(true, text(statement, "SELECT DATABASE()"));
    try (ResultSet row = statement.executeQuery(MYSQL_COLUMNS)) {
      while (row.next()) {
        String charset = row.getString(5);
        String suffix =
            charset == null ? "" : " CHARACTER SET " + charset + " COLLATE " + row.getString(6);
        SqlType type = SqlType.of(row.getString(3) + suffix, true);
        boolean notNull = row.getString(4).equals("NO");
        KnownTable table = schema.table(row.getString(1).toLowerCase(Locale.ROOT));
        String column = row.getString(2).toLowerCase(Locale.ROOT);
        table.charset(row.getString(7)).columns().put(column, new KnownColumn(type, notNull));
      }
    }
    return schema;
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
