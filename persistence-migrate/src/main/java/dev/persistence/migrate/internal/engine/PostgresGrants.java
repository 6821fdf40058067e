package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The rights of others on tables of PostgreSQL and their columns, as statements with {@code %s} for
 * the name of what they are to have the same rights on.
 */
record PostgresGrants(PostgresSql sql, Connection connection) {

  /** To whom, and whether they may hand it on, of an entry {@code a} of a list of rights. */
  private static final String GRANTEE =
      "CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident("
          + "pg_catalog.pg_get_userbyid(a.grantee)) END || CASE WHEN a.is_grantable"
          + " THEN ' WITH GRANT OPTION' ELSE '' END";

  private record Right(String type, String grantee) {

    String on(String what) {
      return "GRANT " + type + what + " TO " + escaped(grantee);
    }
  }

  static String escaped(String text) {
    return text.replace("%", "%%");
  }

  private List<Right> rights(SqlFragment query) throws SQLException {
    return Sql.rows(connection, query, row -> new Right(row.getString(1), row.getString(2)));
  }

  /**
   * The owner's count too, if it is another user than this one, who would own the view. Those on
   * single columns would be of no use: who asks a view needs all that it reads.
   */
  List<String> forView(Table table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT a.privilege_type, "
                + GRANTEE
                + " FROM pg_catalog.pg_class c CROSS JOIN LATERAL pg_catalog.aclexplode(COALESCE("
                + "c.relacl, pg_catalog.acldefault('r', c.relowner))) a WHERE c.oid ="
                + " pg_catalog.to_regclass(?) AND a.grantee <> (SELECT r.oid FROM"
                + " pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER) AND a.privilege_type IN"
                + " ('SELECT', 'INSERT', 'UPDATE', 'DELETE') ORDER BY 2, 1",
            sql.quote(table.name()));
    return rights(query).stream().map(right -> right.on(" ON %s")).toList();
  }

  List<String> forColumn(Table table, Identifier column) throws SQLException {
    String name = escaped(sql.quote(table.name()));
    SqlFragment query =
        SqlFragment.of(
            "SELECT a.privilege_type, "
                + GRANTEE
                + " FROM pg_catalog.pg_attribute c CROSS JOIN LATERAL"
                + " pg_catalog.aclexplode(c.attacl) a WHERE c.attrelid = pg_catalog.to_regclass(?)"
                + " AND c.attname = ? AND a.privilege_type <> 'REFERENCES' ORDER BY 2, 1",
            sql.quote(table.name()),
            column.name());
    return rights(query).stream().map(right -> right.on(" (%s) ON " + name)).toList();
  }
}
