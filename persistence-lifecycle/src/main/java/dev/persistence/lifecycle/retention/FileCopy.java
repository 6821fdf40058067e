package dev.persistence.lifecycle.retention;

import dev.persistence.core.Explanation;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.internal.Json;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Rows become lines of a file, one file a batch. Of one run; not thread-safe. */
final class FileCopy implements ArchiveCopy {

  private final FileArchive archive;
  private final CatalogTable table;
  private final Engine engine;
  private final RowSql rows;
  private final FileBook book;
  private final List<Column> columns;
  private final String run;
  private int files;

  FileCopy(Catalog catalog, CatalogTable table, FileArchive archive, Transactions transactions) {
    this.archive = archive;
    this.table = table;
    this.engine = Engine.of(catalog.dialect());
    this.rows = new RowSql(catalog);
    this.book = new FileBook(catalog, transactions, archive);
    this.columns = ArchiveTable.stored(table);
    String name = table.name().name().name().replaceAll("[^A-Za-z0-9]", "-");
    this.run = name.substring(0, Math.min(60, name.length())) + "-" + UUID.randomUUID();
  }

  @Override
  public void begin() throws SQLException {
    try {
      book.settle();
    } catch (IOException failure) {
      throw unavailable(failure);
    }
    book.begin(run);
  }

  @Override
  public void end() throws SQLException {
    try {
      book.end(run);
    } catch (IOException failure) {
      throw unavailable(failure);
    }
  }

  @Override
  public long copy(Connection connection, List<List<KeysetCursor>> portions) throws SQLException {
    book.lock(connection, run);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    long lines = 0;
    try {
      try (Writer writer =
          new OutputStreamWriter(new GZIPOutputStream(packed), StandardCharsets.UTF_8)) {
        for (List<KeysetCursor> portion : portions) {
          for (String line : Sql.rows(connection, select(portion), this::line)) {
            writer.write(line);
            writer.write('\n');
            lines++;
          }
        }
      }
      book.record(connection, store(packed.toByteArray(), lines));
    } catch (IOException failure) {
      throw unavailable(failure);
    }
    return lines;
  }

  private ArchiveManifest store(byte[] packed, long lines) throws IOException {
    ArchiveCipher cipher = archive.cipher();
    files++;
    String file = "%s-%06d.jsonl.gz%s".formatted(run, files, cipher == null ? "" : ".aes");
    byte[] stored = cipher == null ? packed : cipher.encrypt(file, packed);
    archive.sink().put(file, stored);
    String types =
        columns.stream()
            .map(column -> column.name() + " " + column.type())
            .collect(Collectors.joining(", "));
    String key = cipher == null ? null : cipher.name();
    String of = table.name().toString();
    return new ArchiveManifest(file, of, types, lines, FileArchive.sha256(stored), key);
  }

  private SqlFragment select(List<KeysetCursor> portion) {
    String read = columns.stream().map(this::read).collect(Collectors.joining(", "));
    String from = "SELECT " + read + " FROM " + rows.quote(table) + " t WHERE ";
    return rows.in(table, "t", portion).within(from, "");
  }

  /** Returns the expression of a column's value as text, from which the value can be had again. */
  private String read(Column column) {
    String value = engine.words().column("t", column.name());
    String type = column.type().toLowerCase(Locale.ROOT);
    if (type.equals("bytea")) {
      return "encode(" + value + ", 'hex')";
    }
    if (engine.isPostgreSql()) {
      return "CAST(" + value + " AS text)";
    }
    if (type.contains("binary") || type.contains("blob") || type.matches("(bit|geom|point).*")) {
      return "HEX(" + value + ")";
    }
    return engine.words().text(type.startsWith("float") ? "(" + value + " + 0E0)" : value);
  }

  private String line(ResultSet row) throws SQLException {
    Json line = Json.object();
    for (int i = 0; i < columns.size(); i++) {
      line.put(columns.get(i).name().name(), row.getString(i + 1));
    }
    return line.toString();
  }

  private LifecycleException unavailable(IOException failure) {
    return new LifecycleException(
        new Explanation(
            "Nothing more of \"" + table + "\" is archived",
            "the archive \"" + archive.name() + "\" did not take or give a file",
            "Mend its place; the next run goes on"),
        failure);
  }
}
