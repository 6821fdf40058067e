package dev.persistence.lifecycle.subject;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the rows of all partitions are seen through their tables. Those of one that PostgreSQL is
 * detaching concurrently, or was when that was broken off, are seen by no query, though they are
 * there, and may come back. Of the other databases there is nothing to watch.
 */
final class PartitionWatch {

  /**
   * A partition of any depth.
   *
   * @param root the name of the table that all see
   * @param since by which transaction it became so
   */
  record Part(String root, String name, boolean detaching, String since) {}

  /** Servers before PostgreSQL 14 detach nothing concurrently, and have no such column. */
  private static final String DETACHING =
      "COALESCE(CAST(to_jsonb(i) ->> 'inhdetachpending' AS boolean), FALSE)";

  private static final String PARTS =
      "WITH RECURSIVE part AS (SELECT i.inhrelid, p.relname AS root, "
          + DETACHING
          + " AS detaching, CAST(i.xmin AS text) AS since FROM pg_catalog.pg_inherits i"
          + " JOIN pg_catalog.pg_class p ON p.oid = i.inhparent AND p.relkind = 'p'"
          + " AND NOT p.relispartition JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace"
          + " WHERE n.nspname = ? UNION ALL SELECT i.inhrelid, part.root, "
          + DETACHING
          + ", CAST(i.xmin AS text) FROM pg_catalog.pg_inherits i"
          + " JOIN part ON part.inhrelid = i.inhparent)"
          + " SELECT part.root, c.relname, part.detaching, part.since FROM part"
          + " JOIN pg_catalog.pg_class c ON c.oid = part.inhrelid";

  private static final SqlFragment ANY =
      SqlFragment.of("SELECT COUNT(*) FROM pg_catalog.pg_partitioned_table");

  private final Catalog catalog;
  private final Set<String> watched;

  /** Watches the tables in which somebody may have rows. */
  PartitionWatch(SubjectGraph graph) {
    this.catalog = graph.catalog();
    this.watched =
        graph.tables().stream()
            .map(table -> table.name().name().name())
            .collect(Collectors.toSet());
  }

  /** Returns the partitions as they are in the moment of this statement. */
  Set<Part> read(Connection connection) throws SQLException {
    if (!Engine.of(catalog.dialect()).isPostgreSql() || Sql.number(connection, ANY) == 0) {
      return Set.of();
    }
    Set<Part> parts = new HashSet<>();
    Sql.each(
        connection,
        SqlFragment.of(PARTS, catalog.schema().name()),
        row -> {
          if (watched.contains(row.getString(1))) {
            parts.add(
                new Part(row.getString(1), row.getString(2), row.getBoolean(3), row.getString(4)));
          }
        });
    return parts;
  }

  /**
   * Refuses to say that nothing was missed.
   *
   * @param what was not done to its end, for the message
   * @param parts those from before the rows were read
   * @throws LifecycleException if a partition is being detached, or one has come or gone since
   */
  void requireSeen(Connection connection, String what, Set<Part> parts) throws SQLException {
    Set<Part> now = read(connection);
    List<String> unseen =
        Stream.concat(parts.stream(), now.stream())
            .filter(part -> part.detaching() || !parts.contains(part) || !now.contains(part))
            .map(part -> "\"" + part.name() + "\" of \"" + part.root() + "\"")
            .distinct()
            .sorted()
            .toList();
    if (!unseen.isEmpty()) {
      throw new LifecycleException(
          new Explanation(
              what,
              "a partition was on its way, such that no query sees its rows: "
                  + String.join(", ", unseen),
              "Try again once it is a partition again or gone: a detach that was broken off is"
                  + " undone by the next call that takes partitions away"),
          null);
    }
  }
}
