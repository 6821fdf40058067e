package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.LiveDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What values become in an export, by sessions of a zone that is not that of the server. */
abstract class ExportedValuesSuite {

  @TempDir private Path parent;
  private final LiveDatabase database;

  ExportedValuesSuite(LiveDatabase database) {
    this.database = database;
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  /**
   * Returns the lines of a table whose column {@code owner} has the subject, once it is clear that
   * those of a tenant of that id are the same.
   */
  private List<String> export() throws Exception {
    String[] others =
        database.scan(Catalog.builder()).table(TableName.of("things")).columns().stream()
            .map(Column::name)
            .map(Identifier::name)
            .filter(name -> !name.equals("owner") && !name.equals("id"))
            .toArray(String[]::new);
    Catalog catalog =
        database.scan(
            Catalog.builder()
                .table("things", t -> t.subject("owner").tenant("owner").plain(others)));
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(1);
    config.setConnectionInitSql(
        database.sql("SET TIME ZONE 'Asia/Tokyo'", "SET time_zone = '+09:00'"));
    try (HikariDataSource pool = new HikariDataSource(config)) {
      SubjectExport export =
          SubjectRequests.builder("2026-1", TwoDatabases.KEY)
              .database("one", pool, catalog)
              .build()
              .export("42", parent.resolve("export"));
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.isReadOnly()).as("given back as it was").isFalse();
        assertThat(connection.getAutoCommit()).isTrue();
      }
      TenantExport tenants =
          TenantExports.builder()
              .database("one", pool, catalog)
              .build()
              .export("42", parent.resolve("tenant"));
      assertThat(tenants.tables()).isEqualTo(export.tables());
      String file = export.tables().get(0).file();
      return Files.readAllLines(parent.resolve("export").resolve(file));
    }
  }

  /** The database itself parses each line. */
  private void assertIsJson(List<String> lines) throws SQLException {
    String query = database.sql("SELECT jsonb_typeof(CAST(? AS jsonb))", "SELECT JSON_VALID(?)");
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (String line : lines) {
        statement.setString(1, line);
        try (ResultSet row = statement.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).as(line).isEqualTo(database.sql("object", "1"));
        }
      }
    }
  }

  @Test
  void eachValueHasItsType() throws Exception {
    database.execute(
        "CREATE TABLE things (id bigint PRIMARY KEY, owner varchar(20), exact decimal(40, 10),"
            + " whole bigint, rough double precision, small %s, yes %s, day date, at %s, local %s,"
                .formatted(
                    database.sql("real", "float"),
                    database.sql("boolean", "bit(1)"),
                    database.sql("timestamptz", "timestamp(6)"),
                    database.sql("timestamp", "datetime(6)"))
            + " bytes %s, words text, missing int)".formatted(database.sql("bytea", "blob")),
        "INSERT INTO things VALUES (1, '42', 12345678901234567890.0123456789, 9007199254740993,"
            + " 0.1, 0.5, %s, '2024-02-29', %s, '2024-02-29 23:30:00', %s, %s, NULL)"
                .formatted(
                    database.sql("true", "b'1'"),
                    database.sql("'2024-03-01 01:30:00.25+02'", "FROM_UNIXTIME(1709249400.25)"),
                    database.sql("'\\x00ff10'", "x'00ff10'"),
                    database.sql("'a \"b\" \\ é' || chr(10)", "'a \"b\" \\\\ é\\n'")));
    List<String> lines = export();
    assertThat(lines)
        .containsExactly(
            "{\"id\":1,\"owner\":\"42\",\"exact\":12345678901234567890.0123456789,"
                + "\"whole\":9007199254740993,\"rough\":0.1,\"small\":0.5,\"yes\":true,"
                + "\"day\":\"2024-02-29\",\"at\":\"2024-02-29T23:30:00.25Z\","
                + "\"local\":\"2024-02-29T23:30:00\",\"bytes\":\"AP8Q\","
                + "\"words\":\"a \\\"b\\\" \\\\ é\\u000a\",\"missing\":null}");
    assertIsJson(lines);
  }

  @Test
  void whatJsonHasNoWordForIsTheDatabasesText() throws Exception {
    if (database.isPostgreSql()) {
      database.execute(
          "CREATE TABLE things (id int PRIMARY KEY, owner bigint, n numeric, r float8, at"
              + " timestamptz, day date, tags text[], doc jsonb, bits bit(3), u uuid, t time)",
          "INSERT INTO things VALUES (1, 42, 'NaN', '-Infinity', 'infinity', 'infinity',"
              + " '{a,\"b c\"}', '{\"a\": 1.50}', b'101', '00000000-0000-0000-0000-000000000001',"
              + " '10:20:30')");
    } else {
      database.execute(
          "CREATE TABLE things (id int PRIMARY KEY, owner bigint, n bigint unsigned, r"
              + " decimal(5, 2), bits bit(3), flag boolean, y year, t time(2), doc json, e"
              + " enum('binary', 'b'), s set('a', 'b'), at timestamp(6) NULL, local datetime)",
          "SET SESSION sql_mode = ''",
          "INSERT INTO things VALUES (1, 42, 18446744073709551615, -0.50, b'101', true, 2024,"
              + " '10:20:30.25', '{\"a\": 1}', 'binary', 'a,b', '0000-00-00', '0000-00-00')");
    }
    List<String> lines = export();
    assertThat(lines)
        .containsExactly(
            database.sql(
                "{\"id\":1,\"owner\":42,\"n\":\"NaN\",\"r\":\"-Infinity\",\"at\":\"infinity\","
                    + "\"day\":\"infinity\",\"tags\":\"{a,\\\"b c\\\"}\","
                    + "\"doc\":\"{\\\"a\\\": 1.50}\",\"bits\":\"101\","
                    + "\"u\":\"00000000-0000-0000-0000-000000000001\",\"t\":\"10:20:30\"}",
                "{\"id\":1,\"owner\":42,\"n\":18446744073709551615,\"r\":-0.50,\"bits\":5,"
                    + "\"flag\":1,\"y\":\"2024\",\"t\":\"10:20:30.25\","
                    + "\"doc\":\"{\\\"a\\\": 1}\",\"e\":\"binary\",\"s\":\"a,b\","
                    + "\"at\":\"0000-00-00 00:00:00\",\"local\":\"0000-00-00 00:00:00\"}"));
    assertIsJson(lines);
  }

  @Test
  void manyRowsComeInTheOrderOfTheirKeys() throws Exception {
    database.execute("CREATE TABLE things (id int PRIMARY KEY, owner int NOT NULL)");
    String values =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(n -> "(%d, %d)".formatted(1_001 - n, n % 10 == 0 ? 7 : 42))
            .reduce((one, other) -> one + ", " + other)
            .orElseThrow();
    database.execute("INSERT INTO things VALUES " + values);
    assertThat(export())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 1_000)
                .filter(id -> (1_001 - id) % 10 != 0)
                .mapToObj("{\"id\":%d,\"owner\":42}"::formatted)
                .toList());
  }
}
