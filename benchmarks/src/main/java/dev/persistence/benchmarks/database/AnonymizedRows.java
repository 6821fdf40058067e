package dev.persistence.benchmarks.database;

import static dev.persistence.benchmarks.database.Contestant.ours;
import static dev.persistence.benchmarks.database.Contestant.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.anonymize.Mask;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What it takes to replace an e-mail and a name in a hundred thousand rows of PostgreSQL, and to
 * record by a keyed hash whose they were: row by row in one transaction, and by ours.
 */
public final class AnonymizedRows {

  public static final String TITLE = "A hundred thousand rows anonymized";
  public static final String EACH = "row by row";

  private static final int ROWS = 100_000;
  private static final byte[] KEY = "a key of benchmarks".getBytes(StandardCharsets.UTF_8);

  private final HikariDataSource pool;
  private final Catalog catalog;
  private int runs;

  private AnonymizedRows(HikariDataSource pool, Catalog catalog) {
    this.pool = pool;
    this.catalog = catalog;
  }

  /** Starts PostgreSQL and returns the standing. */
  public static List<Standing> hold(Contest contest) throws SQLException {
    HikariConfig config = new HikariConfig();
    try (PostgresCluster server = PostgresCluster.start()) {
      config.setDataSource(server.primary().dataSource());
      try (HikariDataSource pool = new HikariDataSource(config)) {
        AnonymizedRows table = new AnonymizedRows(pool, fill(pool));
        return List.of(
            contest.run(
                TITLE,
                List.of(
                    peer(EACH, random -> table.rowByRow()),
                    ours("ours", random -> table.anonymize()))));
      }
    }
  }

  private static Catalog fill(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, name text,"
              + " anonymized_at timestamptz, anonymized_policy text)");
      statement.execute(
          "CREATE TABLE by_hand (hash varchar(64), policy text, PRIMARY KEY (hash, policy))");
      statement.execute(
          "INSERT INTO users SELECT n, 'user' || n || '@example.org', 'User ' || n"
              + " FROM generate_series(1, %d) n".formatted(ROWS));
      statement.execute("VACUUM ANALYZE users");
      Catalog catalog =
          Catalog.builder()
              .table("users", users -> users.subject("id").personal("email", "name"))
              .scan(connection);
      LifecycleTables.create(connection, catalog);
      return catalog;
    }
  }

  private long rowByRow() throws SQLException {
    runs++;
    long changed = 0;
    try (Connection connection = pool.getConnection();
        Statement all = connection.createStatement();
        PreparedStatement update =
            connection.prepareStatement("UPDATE users SET email = ?, name = ? WHERE id = ?");
        PreparedStatement record =
            connection.prepareStatement("INSERT INTO by_hand (hash, policy) VALUES (?, ?)")) {
      connection.setAutoCommit(false);
      all.setFetchSize(1_000);
      try (ResultSet row = all.executeQuery("SELECT id, email FROM users")) {
        while (row.next()) {
          update.setString(1, hash(row.getString(2)) + "@example.org");
          update.setString(2, "u");
          update.setLong(3, row.getLong(1));
          changed += update.executeUpdate();
          record.setString(1, hash(row.getString(1)));
          record.setString(2, "run " + runs);
          record.executeUpdate();
        }
      }
      connection.commit();
    }
    return changed;
  }

  private static String hash(String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java platform has HmacSHA256", missing);
    }
  }

  /** Under a policy of its own each time, so that no row counts as done. */
  private long anonymize() throws SQLException {
    runs++;
    long changed =
        Anonymizer.builder(catalog, TableName.of("users"), "run " + runs, KEY)
            .mask("email", Mask.email())
            .mask("name", Mask.partial())
            .build()
            .run(pool, SqlFragment.of("1 = 1"));
    if (changed != ROWS) {
      throw new IllegalStateException(changed + " of " + ROWS + " rows were anonymized");
    }
    return changed;
  }
}
