package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Column;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The catalog of PostgreSQL; of a partitioned table the partitions are not shown. */
record PostgresScan() implements Scan {

  private static final String TABLES =
      " JOIN pg_catalog.pg_class c ON c.oid = %s JOIN pg_catalog.pg_namespace n"
          + " ON n.oid = c.relnamespace AND n.nspname = ?"
          + " AND c.relkind IN ('r', 'p') AND NOT c.relispartition";

  @Override
  public SqlFragment currentSchema() {
    return SqlFragment.of("SELECT pg_catalog.current_schema()");
  }

  @Override
  public SqlFragment columns(String schema) {
    return SqlFragment.of(
        "SELECT c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),"
            + " pg_catalog.format_type(a.atttypid, -1), NOT a.attnotnull, t.typcategory,"
            + " CASE WHEN a.atttypid IN (1042, 1043) AND a.atttypmod > 4"
            + " THEN a.atttypmod - 4 END, CASE WHEN a.attgenerated <> ''"
            + " THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END"
            + " FROM pg_catalog.pg_attribute a"
            + TABLES.formatted("a.attrelid")
            + " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
            + " LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid"
            + " AND d.adnum = a.attnum WHERE a.attnum > 0 AND NOT a.attisdropped"
            + " ORDER BY c.relname, a.attnum",
        schema);
  }

  @Override
  public Column column(ResultSet row) throws SQLException {
    int length = row.getInt(7);
    return new Column(
        Identifier.of(row.getString(2)),
        row.getString(3),
        switch (row.getString(6)) {
          case "S" -> Column.Kind.TEXT;
          case "N" -> Column.Kind.NUMBER;
          case "D" -> row.getString(4).startsWith("time ") ? Column.Kind.OTHER : Column.Kind.TIME;
          default -> Column.Kind.OTHER;
        },
        "CAST(? AS " + row.getString(4) + ")",
        row.getBoolean(5),
        length == 0 ? null : length,
        row.getString(8));
  }

  /** An index over expressions names the columns that they read, as the server remembers them. */
  @Override
  public SqlFragment indexes(String schema) {
    return SqlFragment.of(
        "SELECT c.relname, x.relname, i.indisunique, i.indisprimary,"
            + " pg_catalog.pg_get_expr(i.indpred, i.indrelid), a.attname, k.attnum <> 0"
            + " FROM pg_catalog.pg_index i"
            + TABLES.formatted("i.indrelid")
            + " JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid"
            + " CROSS JOIN LATERAL (SELECT p.n, i.indkey[p.n] AS attnum"
            + " FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) AS p(n)"
            + " WHERE i.indkey[p.n] <> 0 UNION ALL SELECT 1000 + e.refobjsubid, 0"
            + " FROM pg_catalog.pg_depend e WHERE i.indexprs IS NOT NULL"
            + " AND e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = i.indexrelid"
            + " AND e.refobjid = i.indrelid AND e.refobjsubid > 0) k"
            + " JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum ="
            + " CASE WHEN k.attnum = 0 THEN k.n - 1000 ELSE k.attnum END"
            + " WHERE i.indisvalid ORDER BY c.relname, x.relname, k.n",
        schema);
  }

  @Override
  public SqlFragment foreignKeys(String schema) {
    return SqlFragment.of(
        "SELECT c.relname, f.conname, pn.nspname, pc.relname, a.attname, pa.attname"
            + " FROM pg_catalog.pg_constraint f"
            + TABLES.formatted("f.conrelid")
            + " JOIN pg_catalog.pg_class pc ON pc.oid = f.confrelid"
            + " JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace"
            + " CROSS JOIN LATERAL pg_catalog.generate_subscripts(f.conkey, 1) AS k(n)"
            + " JOIN pg_catalog.pg_attribute a ON a.attrelid = f.conrelid"
            + " AND a.attnum = f.conkey[k.n] JOIN pg_catalog.pg_attribute pa"
            + " ON pa.attrelid = f.confrelid AND pa.attnum = f.confkey[k.n]"
            + " WHERE f.contype = 'f' AND f.conparentid = 0"
            + " ORDER BY c.relname, f.conname, k.n",
        schema);
  }
}
