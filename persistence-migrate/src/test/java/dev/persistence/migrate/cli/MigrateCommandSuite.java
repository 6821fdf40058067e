package dev.persistence.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.MigratorConfig;
import dev.persistence.migrate.internal.run.RunnerSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command with its exit code and what it tells, on a real database. */
abstract class MigrateCommandSuite {

  private static final String NAMES =
      """
      -- @table users
      -- @add-column full_name varchar(90) not null
      -- @up concat(first_name, ' ', last_name)
      -- @down first_name: %1$s(full_name, ' ', 1)
      -- @down last_name: substr(full_name, length(%1$s(full_name, ' ', 1)) + 2)
      """;

  private final LiveDatabase database;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;

  MigrateCommandSuite(LiveDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void create() throws SQLException, IOException {
    database.execute(
        "CREATE TABLE users (id bigint PRIMARY KEY, first_name varchar(40) NOT NULL, last_name"
            + " varchar(40) NOT NULL)",
        "INSERT INTO users VALUES (1, 'Ada', 'Lovelace')");
    write(NAMES.formatted(database.sql("split_part", "substring_index")));
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("1__one_display_name.sql"), text);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private int run(String... arguments) throws SQLException {
    out.reset();
    err.reset();
    String url;
    String user;
    try (Connection connection = database.dataSource().getConnection()) {
      url = connection.getMetaData().getURL();
      user = connection.getMetaData().getUserName().replaceFirst("@.*", "");
    }
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--folder", folder.toString()));
    Map<String, String> environment = Map.of("MIGRATE_URL", url, "MIGRATE_USER", user);
    return command(environment).run(all);
  }

  private MigrateCommand command(Map<String, String> environment) {
    return new MigrateCommand(
        environment,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String reason() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void phasesOneByOneEndWithZero() throws SQLException {
    assertThat(run("plan")).as(reason()).isZero();
    assertThat(told()).contains("EXPAND", "add column full_name", "ADD COLUMN", "blocks");
    assertThat(run("status")).isZero();
    assertThat(told()).contains("PLANNED");
    assertThat(run("expand")).isZero();
    assertThat(reason()).contains("1 EXPAND add column full_name");
    assertThat(run("backfill")).isZero();
    assertThat(reason()).contains("1 BACKFILL ").contains("1 rows");
    assertThat(run("verify")).isZero();
    assertThat(told()).contains("1 rows compared");
    assertThat(run("switch")).isZero();
    assertThat(run("revert")).isZero();
    assertThat(told()).contains("VERIFIED");
    assertThat(run("switch")).isZero();
    assertThat(run("contract", "--soak", "PT0S", "--quiet", "PT0S", "--flags-age", "PT0S"))
        .as(reason())
        .isZero();
    assertThat(told()).contains("COMPLETED");
    assertThat(run("plan")).isEqualTo(2);
    assertThat(reason()).contains("every migration is complete");
    assertThat(database.number("SELECT count(*) FROM users WHERE full_name = 'Ada Lovelace'"))
        .isEqualTo(1);
  }

  @Test
  void measuredPlanTellsWhatEachStepDidToAClone() throws SQLException {
    int code = run("plan", "--measure");
    if (!database.isPostgreSql()) {
      assertThat(code).isEqualTo(2);
      assertThat(reason()).contains("--measure", "PostgreSQL alone", "ALGORITHM");
      return;
    }
    assertThat(code).as(reason()).isZero();
    assertThat(told())
        .contains("add column full_name", "ADD COLUMN", "measured on clones")
        .contains("SHARE_UPDATE_EXCLUSIVE, reads rows")
        .contains("7 of 7 steps measured, 0 do more than the plan says");
    assertThat(run("plan", "--measure", "--json")).isZero();
    assertThat(told())
        .startsWith("{\"version\":\"1\",\"description\":\"one display name\",\"steps\":[{")
        .contains("\"measured\":[{\"phase\":\"EXPAND\",\"name\":\"add column full_name and its")
        .contains("\"measured\":true,\"lock\":\"ACCESS_EXCLUSIVE\",\"rewritten\":false")
        .contains("\"disagreeing\":0}");
  }

  @Test
  void measuredPlanThatDisagreesIsFour() throws SQLException {
    if (!database.isPostgreSql()) {
      return;
    }
    database.execute(
        "CREATE FUNCTION more() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " EXECUTE (SELECT format('SELECT count(*) FROM %s', tgrelid::regclass)"
            + " FROM pg_event_trigger_ddl_commands() AS made JOIN pg_trigger"
            + " ON made.objid = pg_trigger.oid); END $$",
        "CREATE EVENT TRIGGER more ON ddl_command_end WHEN TAG IN ('CREATE TRIGGER')"
            + " EXECUTE FUNCTION more()");
    assertThat(run("plan")).isZero();
    assertThat(run("plan", "--measure")).isEqualTo(4);
    assertThat(told()).contains("DISAGREES: it reads all rows under ACCESS_EXCLUSIVE");
    assertThat(run("plan", "--measure", "--json")).isEqualTo(4);
    assertThat(told()).contains("\"disagreement\":\"reads all rows under ACCESS_EXCLUSIVE\"");
    assertThat(database.number("SELECT count(*) FROM users")).isEqualTo(1);
  }

  @Test
  void runGoesAsFarAsTheGateAndRefusalIsFour() throws SQLException {
    assertThat(run("run")).isZero();
    assertThat(told()).contains("SWITCHED");
    assertThat(run("contract")).isEqualTo(4);
    assertThat(reason()).contains("was not contracted");
    assertThat(run("backfill")).isEqualTo(4);
    assertThat(run("abort", "--flags-age", "PT0.01S")).isZero();
    assertThat(told()).contains("ABORTED");
  }

  @Test
  void lossIsRefusedUntilItIsAccepted() throws SQLException {
    run("expand");
    database.execute("UPDATE users SET full_name = 'Ada'");
    assertThat(run("abort")).isEqualTo(4);
    assertThat(reason()).contains("1 rows hold a new value");
    assertThat(run("abort", "--accept-loss", "1")).isZero();
  }

  @Test
  void backfillMayBeThrottled() throws SQLException {
    run("expand");
    assertThat(run("backfill", "--rate", "1000", "--lock-waiters", "100")).as(reason()).isZero();
    assertThat(database.number("SELECT count(*) FROM users WHERE full_name IS NULL")).isZero();
  }

  @Test
  void jsonTellsWhatABackfillAndAComparisonWaitedFor() throws SQLException {
    for (int rows = 1; rows < 2_000; rows *= 2) {
      database.execute(
          "INSERT INTO users SELECT id + " + rows + ", first_name, last_name FROM users");
    }
    run("expand");
    assertThat(run("backfill", "--rate", "20000", "--json")).as(reason()).isZero();
    assertThat(told())
        .containsPattern("\"executionTimeMs\":\\d+,\"throttledMs\":\\{\"rate\":\\d+}}]");
    assertThat(run("verify", "--rate", "20000", "--json")).isZero();
    assertThat(told()).containsPattern("\"mismatches\":\\[],\"throttledMs\":\\{\"rate\":\\d+}}");
    assertThat(run("switch", "--json")).isZero();
    assertThat(told()).contains("\"throttledMs\":{}}]");
    assertThat(run("status", "--json")).isZero();
    assertThat(told()).doesNotContain("throttledMs");
  }

  @Test
  void wrongCallsAreTwo() throws SQLException {
    assertThat(run()).isEqualTo(2);
    assertThat(reason()).contains("there is no command", "migrate COMMAND");
    assertThat(run("frobnicate")).isEqualTo(2);
    assertThat(run("plan", "--url")).isEqualTo(2);
    assertThat(run("plan", "--version", "9")).isEqualTo(2);
    assertThat(run("contract", "--measure")).isEqualTo(2);
    assertThat(reason()).contains("--measure goes with plan");
    assertThat(run("contract", "--soak", "1d")).isEqualTo(2);
    assertThat(run("contract", "--soak", "PT-1S")).isEqualTo(2);
    assertThat(run("contract", "--flags-age", "PT2H")).isEqualTo(2);
    assertThat(run("abort", "--accept-loss", "all")).isEqualTo(2);
    assertThat(run("backfill", "--rate", "0")).isEqualTo(2);
    assertThat(run("lint", "--server", "oracle 23")).isEqualTo(2);
    assertThat(run("lint", "--server", "mysql 5.7")).isEqualTo(2);
    assertThat(command(Map.of()).run(List.of("plan", "--folder", folder.toString()))).isEqualTo(2);
    assertThat(command(Map.of()).run(List.of("plan", "--folder", "nowhere"))).isEqualTo(2);
  }

  @Test
  void failureThatTheSameCallGoesOnFromIsOne() throws SQLException, IOException {
    write("-- @expand\nCREATE VIEW v AS SELECT nothing FROM users;\n-- @abort\nSELECT 1;");
    assertThat(run("expand")).isEqualTo(1);
    assertThat(reason()).contains("step");
    database.execute("ALTER TABLE users ADD COLUMN nothing int");
    assertThat(run("expand")).isZero();
    String nobody = "jdbc:postgresql://127.0.0.1:1/nobody";
    assertThat(run("status", "--url", nobody)).isEqualTo(1);
  }

  @Test
  void anotherRunnerIsThreeAndUnlockEndsIt() throws SQLException {
    assertThat(run("unlock")).isZero();
    run("expand");
    MigratorConfig config = database.migrator().build().config();
    try (RunnerSession other = RunnerSession.open(database.dataSource(), config)) {
      assertThat(other.engine()).isNotNull();
      assertThat(run("backfill", "--patience", "PT0S")).isEqualTo(3);
      assertThat(run("unlock")).isEqualTo(3);
      assertThat(told()).contains("has the lock");
      assertThat(run("unlock", "--force", "--json")).isZero();
      assertThat(told()).contains("\"ended\":true");
      assertThat(run("backfill")).as(reason()).isZero();
    }
  }

  @Test
  void lintTellsFindingsAndIsFour() throws SQLException, IOException {
    write("ALTER TABLE users DROP COLUMN last_name;");
    assertThat(run("lint")).isEqualTo(4);
    assertThat(told()).contains("1__one_display_name.sql:1", "drop-column");
    String server = database.sql("postgresql 18", "mysql 8.0.33");
    assertThat(run("lint", "--server", server, "--json")).isEqualTo(4);
    assertThat(told()).startsWith("{\"server\":\"").contains("\"rule\":\"drop-column\"");
    write("SELECT 1;");
    assertThat(run("lint")).isZero();
    assertThat(told()).contains("nothing found");
  }

  @Test
  void jsonHasResultsAndFailures() throws SQLException {
    assertThat(run("plan", "--json")).isZero();
    assertThat(told())
        .startsWith(
            "{\"version\":\"1\",\"description\":\"one display name\",\"steps\":[{\"phase\":")
        .contains("\"findings\":[]");
    assertThat(run("status", "--json")).isZero();
    assertThat(told().strip())
        .isEqualTo(
            "[{\"version\":\"1\",\"state\":\"PLANNED\",\"rowsFilled\":0,\"rowsExpected\":-1,"
                + "\"conflicts\":0,\"oldWrites\":0,\"oldInstances\":0,\"executionTimeMs\":0}]");
    assertThat(run("contract", "--json")).isEqualTo(4);
    assertThat(told()).startsWith("{\"code\":4,\"error\":\"MigrationStateException\",\"what\":");
  }
}
