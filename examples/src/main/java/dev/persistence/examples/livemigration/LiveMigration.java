package dev.persistence.examples.livemigration;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.TimeSource;
import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.SchemaFlags;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/**
 * An application whose old version knows two names of a user, and whose new version one: both write
 * all the time, while the table is migrated from the one to the other. Prints what each phase did
 * to the clients, and ends with status 1 if a write failed or a row is not what it should be.
 */
public final class LiveMigration {

  static final String VERSION = "20261121_01";

  private static final int USERS = 120_000;
  private static final int CLIENTS = 3;

  /** An hour and a day by default. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private static final Duration SOAK = Duration.ofSeconds(3);

  private static final Migration NAMES =
      Migration.define(VERSION, "one display name")
          .table(
              "users",
              t ->
                  t.addColumn("full_name", "text")
                      .notNull()
                      .up("first_name || ' ' || last_name")
                      .down("first_name", "split_part(full_name, ' ', 1)")
                      .down("last_name", "split_part(full_name, ' ', 2)"));

  private final DataSource source;
  private final Migrator migrator;
  private final Timeline timeline = new Timeline(System.out);

  private LiveMigration(DataSource source) {
    this.source = source;
    this.migrator = Migrator.builder(source).gate(SOAK, QUIET).build();
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println("Starting PostgreSQL ...");
    HikariConfig config = new HikariConfig();
    try (PostgresCluster cluster = PostgresCluster.start()) {
      config.setDataSource(cluster.primary().dataSource());
      config.setMaximumPoolSize(2 * CLIENTS + 4);
      try (HikariDataSource source = new HikariDataSource(config)) {
        if (!new LiveMigration(source).run()) {
          System.exit(1);
        }
      }
    }
  }

  private boolean run() throws Exception {
    create();
    try (Clients old = new Clients(source, new OldVersion(), timeline);
        Clients fresh = new Clients(source, new NewVersion(SchemaFlags.of(source)), timeline)) {
      old.start(0, CLIENTS);
      timeline.phase("old alone", () -> old.awaitWrites(200));
      timeline.phase("expand", () -> migrator.expand(NAMES));
      fresh.start(CLIENTS, CLIENTS);
      timeline.phase("old and new", () -> fresh.awaitWrites(200));
      timeline.phase("backfill", () -> migrator.backfill(NAMES));
      timeline.phase("verify", () -> migrator.verify(NAMES));
      timeline.phase("switch", () -> migrator.switchTo(NAMES));
      timeline.phase("still both", () -> old.awaitWrites(200));
      timeline.phase("old ends", old::close);
      timeline.phase("gate, contract", this::contract);
      timeline.phase("new alone", () -> fresh.awaitWrites(200));
    }
    long wrong = wrong();
    timeline.print(wrong);
    return timeline.failed() == 0 && wrong == 0;
  }

  /**
   * Tries until the gate opens: a switch takes a second to be seen, and old writes must be over.
   */
  private void contract() throws SQLException, InterruptedException {
    boolean refused = true;
    while (refused) {
      try {
        migrator.contract(NAMES);
        refused = false;
      } catch (GateRefusedException notYet) {
        TimeSource.system().sleep(Duration.ofMillis(200));
      }
    }
  }

  private void create() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE users (id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT"
              + " NULL)");
      statement.execute(
          "INSERT INTO users SELECT id, 'first' || id, 'last' || id FROM generate_series(0, "
              + (USERS - 1)
              + ") id");
    }
  }

  /** Counts the users whose name is none that anybody has written. */
  private long wrong() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM users WHERE full_name !~ '^first[0-9]+ last[0-9]+$'")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Returns a user whom no other client writes. */
  static int userOf(int client, SplittableRandom random) {
    return random.nextInt(USERS / (2 * CLIENTS)) * 2 * CLIENTS + client;
  }
}
