package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.internal.Json;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the rows of one owner, a subject or a tenant, one file a table. Not thread-safe. */
final class SubjectExporter {

  /** Whole rows are read, which may be long. */
  private static final int FETCH_ROWS = 100;

  private final String owner;
  private final ExportFolder folder;
  private final List<ExportedTable> tables = new ArrayList<>();

  /** Where rows are read. */
  private record Place(String database, Engine engine) {}

  SubjectExporter(String owner, ExportFolder folder) {
    this.owner = owner;
    this.folder = folder;
  }

  List<ExportedTable> tables() {
    return tables;
  }

  /**
   * Adds the rows of a database, all of one snapshot, which the first read makes, and returns by
   * what they were found.
   */
  SubjectGraph add(ExportSource database) throws SQLException, IOException {
    SubjectGraph before = database.read();
    Transactions snapshot =
        Transactions.builder(database.dataSource())
            .readOnly()
            .isolation(Isolation.REPEATABLE_READ)
            .maxAttempts(1)
            .build();
    return snapshot.<SubjectGraph, IOException>call(
        connection -> {
          lock(connection, before);
          SubjectGraph graph = database.scan().read(connection);
          PartitionWatch partitions = new PartitionWatch(graph);
          partitions.requireSeen(connection, "Nothing was exported", partitions.read(connection));
          SubjectSql sql = new SubjectSql(graph, owner);
          Place place = new Place(database.name(), Engine.of(graph.catalog().dialect()));
          TenantBounds bounds = new TenantBounds(graph, sql);
          for (CatalogTable table : parentsFirst(graph)) {
            bounds.requireOneTenant(connection, table);
            write(connection, place, table, sql.owned(table, "t"));
          }
          return graph;
        });
  }

  /**
   * On PostgreSQL a table that is rewritten has no rows for a snapshot from before; the others
   * refuse to read such a table. Reading is not kept from, nor is writing.
   */
  private static void lock(Connection connection, SubjectGraph graph) throws SQLException {
    Engine engine = Engine.of(graph.catalog().dialect());
    if (engine.isPostgreSql() && !graph.tables().isEmpty()) {
      String names =
          graph.tables().stream()
              .map(table -> engine.dialect().quote(table.name()))
              .collect(Collectors.joining(", "));
      Sql.run(connection, "LOCK TABLE " + names + " IN ACCESS SHARE MODE");
    }
  }

  private static List<CatalogTable> parentsFirst(SubjectGraph graph) {
    List<CatalogTable> order = new ArrayList<>();
    for (Step step : StepOrder.of(graph)) {
      if (step.action() != Action.DETACH) {
        order.add(graph.catalog().table(step.table()));
      }
    }
    Collections.reverse(order);
    return order;
  }

  private void write(Connection connection, Place place, CatalogTable table, SqlFragment owned)
      throws SQLException, IOException {
    Engine engine = place.engine();
    List<JsonColumn> columns =
        table.columns().stream().map(column -> new JsonColumn(column, engine)).toList();
    SqlFragment query = query(engine, table, columns, owned);
    String name = table.name().name().name();
    String file =
        "%03d-%s-%s.jsonl".formatted(tables.size() + 1, safe(place.database()), safe(name));
    ExportFolder.Written written =
        folder.write(
            file,
            out -> {
              try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
                query.bind(statement, 1);
                statement.setFetchSize(engine.dialect().cursorFetchSize(FETCH_ROWS));
                return write(statement, columns, out);
              }
            });
    tables.add(
        new ExportedTable(
            place.database(), name, file, written.rows(), written.bytes(), written.sha256()));
  }

  private static SqlFragment query(
      Engine engine, CatalogTable table, List<JsonColumn> columns, SqlFragment owned) {
    String read =
        columns.stream().map(column -> column.select("t")).collect(Collectors.joining(", "));
    String from = " FROM " + engine.dialect().quote(table.name()) + " t WHERE ";
    String order = " ORDER BY " + engine.words().columns("t", table.primaryKey());
    return owned.within("SELECT " + read + from, order);
  }

  private static long write(PreparedStatement statement, List<JsonColumn> columns, OutputStream out)
      throws SQLException, IOException {
    long rows = 0;
    try (ResultSet row = statement.executeQuery()) {
      for (; row.next(); rows++) {
        Json line = Json.object();
        for (int i = 0; i < columns.size(); i++) {
          line.put(columns.get(i).name(), columns.get(i).read(row, i + 1));
        }
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return rows;
  }

  /** A name of a table may have anything in it; a name of a file should not. */
  private static String safe(String name) {
    return name.replaceAll("[^A-Za-z0-9_]", "_");
  }
}
