package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What PostgreSQL would not let go, or drop unasked, together with a column or a table: of its
 * partitions and heirs too, whose columns go with it.
 */
record PostgresDependents(PostgresSql sql, Connection connection) {

  /** The table and those below it, up to a condition. */
  private static final String KIN =
      "WITH RECURSIVE kin (oid) AS (SELECT CAST(pg_catalog.to_regclass(?) AS oid) UNION"
          + " SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN kin ON i.inhparent = kin.oid";

  /** Leaves out what a view with this comment has of dependencies d. */
  private static final String NOT_SPARED =
      " AND NOT (d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid IN"
          + " (SELECT w.oid FROM pg_catalog.pg_rewrite w JOIN pg_catalog.pg_description c"
          + " ON c.objoid = w.ev_class AND c.objsubid = 0"
          + " AND c.classoid = 'pg_catalog.pg_class'::regclass WHERE c.description = ?))";

  /** Leaves out what a partition or heir has since the table above has it, of dependencies d. */
  private static final String NOT_FROM_ABOVE =
      " AND NOT (d.classid = 'pg_catalog.pg_class'::regclass AND d.objid IN"
          + " (SELECT oid FROM pg_catalog.pg_class WHERE relispartition))"
          + " AND NOT (d.classid = 'pg_catalog.pg_constraint'::regclass AND d.objid IN (SELECT oid"
          + " FROM pg_catalog.pg_constraint WHERE contype = 'n' OR conparentid <> 0"
          + " OR NOT conislocal))"
          + " AND NOT (d.classid = 'pg_catalog.pg_trigger'::regclass AND d.objid IN"
          + " (SELECT oid FROM pg_catalog.pg_trigger WHERE tgparentid <> 0))";

  /** Whatever the server's own dependencies name, but the column's default; partitioning by it. */
  List<String> of(Table table, Identifier column, String spared) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            KIN
                + "), a AS (SELECT attrelid, attnum FROM pg_catalog.pg_attribute JOIN kin"
                + " ON attrelid = kin.oid WHERE attname = ?)"
                + " SELECT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)"
                + " FROM a JOIN pg_catalog.pg_depend d"
                + " ON d.refobjid = a.attrelid AND d.refobjsubid = a.attnum"
                + " WHERE d.refclassid = 'pg_catalog.pg_class'::regclass"
                + " AND NOT (d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid IN"
                + " (SELECT oid FROM pg_catalog.pg_attrdef WHERE adrelid = a.attrelid AND adnum ="
                + " a.attnum))"
                + NOT_FROM_ABOVE
                + NOT_SPARED
                + " UNION SELECT 'partitioning of ' || a.attrelid::regclass"
                + " FROM a JOIN pg_catalog.pg_depend d ON d.objid = a.attrelid"
                + " AND d.objsubid = a.attnum AND d.refobjid = a.attrelid AND d.refobjsubid = 0"
                + " WHERE d.classid = 'pg_catalog.pg_class'::regclass"
                + " AND d.refclassid = 'pg_catalog.pg_class'::regclass ORDER BY 1",
            sql.quote(table.name()),
            column.name(),
            spared);
    return Sql.rows(connection, query, row -> row.getString(1));
  }

  /** Views, keys of others, and whatever else is not the table's own, as a function of its type. */
  List<String> of(Table table, String spared) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            KIN
                + " JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relispartition),"
                + " own (class, object) AS (SELECT classid, objid FROM pg_catalog.pg_depend"
                + " JOIN kin ON refobjid = kin.oid WHERE deptype <> 'n'"
                + " AND refclassid = 'pg_catalog.pg_class'::regclass UNION ALL"
                + " SELECT 'pg_catalog.pg_class'::regclass, oid FROM kin UNION ALL"
                + " SELECT 'pg_catalog.pg_type'::regclass, r.typarray FROM kin"
                + " JOIN pg_catalog.pg_type r ON r.typrelid = kin.oid)"
                + " SELECT COALESCE('view ' || (SELECT w.ev_class::regclass"
                + " FROM pg_catalog.pg_rewrite w WHERE w.oid = d.objid"
                + " AND d.classid = 'pg_catalog.pg_rewrite'::regclass),"
                + " pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid))"
                + " FROM own JOIN pg_catalog.pg_depend d"
                + " ON d.refclassid = own.class AND d.refobjid = own.object"
                + " WHERE d.deptype = 'n' AND NOT EXISTS (SELECT 1 FROM own o"
                + " WHERE o.class = d.classid AND o.object = d.objid)"
                + NOT_FROM_ABOVE
                + NOT_SPARED
                + " GROUP BY 1 ORDER BY 1",
            sql.quote(table.name()),
            spared);
    return Sql.rows(connection, query, row -> row.getString(1));
  }
}
