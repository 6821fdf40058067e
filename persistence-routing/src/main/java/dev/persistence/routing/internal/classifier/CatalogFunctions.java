package dev.persistence.routing.internal.classifier;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * The functions of one PostgreSQL database as its catalog declared them when it was read: harmless
 * if no overload of the name is volatile. Immutable.
 *
 * <p>An aggregate is as volatile as the functions it is made of. Of the built-in functions only
 * those that are safe to run in parallel are harmless by declaration; the others depend on their
 * session or node.
 *
 * <p>Source: PostgreSQL manual, "Function Volatility Categories" and {@code pg_proc}.
 */
public final class CatalogFunctions implements KnownFunctions {

  private static final String QUERY =
      """
      SELECT proname, bool_and(harmless), bool_or(NOT harmless AND NOT built_in)
      FROM (
        SELECT p.proname,
          p.pronamespace = 'pg_catalog'::regnamespace AS built_in,
          p.provolatile <> 'v'
            AND (p.pronamespace <> 'pg_catalog'::regnamespace OR p.proparallel = 's')
            AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_aggregate a
              JOIN pg_catalog.pg_proc f ON f.oid IN (a.aggtransfn, a.aggfinalfn,
                a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn,
                a.aggminvtransfn, a.aggmfinalfn)
              WHERE a.aggfnoid = p.oid AND f.provolatile = 'v') AS harmless
        FROM pg_catalog.pg_proc p WHERE p.prokind <> 'p') AS declared
      GROUP BY proname
      """;

  private final Map<String, Effect> effects;

  private CatalogFunctions(Map<String, Effect> effects) {
    this.effects = Map.copyOf(effects);
  }

  /** Reads the catalog with one query; blocks. The caller owns the connection. */
  public static CatalogFunctions read(Connection connection) throws SQLException {
    Map<String, Effect> effects = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(QUERY)) {
      while (rows.next()) {
        boolean harmless = rows.getBoolean(2);
        boolean harmful = rows.getBoolean(3);
        if (harmless || harmful) {
          effects.put(rows.getString(1), harmless ? Effect.HARMLESS : Effect.HARMFUL);
        }
      }
    }
    return new CatalogFunctions(effects);
  }

  @Override
  public Effect effect(String name) {
    return effects.getOrDefault(name, Effect.UNKNOWN);
  }
}
