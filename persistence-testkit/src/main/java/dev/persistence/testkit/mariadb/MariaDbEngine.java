package dev.persistence.testkit.mariadb;

import dev.persistence.testkit.internal.gtid.Account;
import dev.persistence.testkit.internal.gtid.GtidEngine;
import dev.persistence.testkit.internal.gtid.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How MariaDB is installed, started and made to replicate.
 *
 * <p>Source: the server's own {@code mariadb-install-db} script for the order of the system tables;
 * <a href="https://mariadb.com/kb/en/gtid/">Global Transaction ID</a> for the positions.
 */
final class MariaDbEngine implements GtidEngine {

  private static final List<String> SYSTEM_TABLES =
      List.of(
          "mariadb_system_tables.sql",
          "mariadb_performance_tables.sql",
          "mariadb_system_tables_data.sql",
          "maria_add_gis_sp_bootstrap.sql");

  @Override
  public String name() {
    return "MariaDB";
  }

  @Override
  public Path installation() {
    return MariaDbArchive.installation();
  }

  @Override
  public String bootstrapScript(Path installation) {
    StringBuilder script = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
    for (String part : SYSTEM_TABLES) {
      script.append(read(installation.resolve("share").resolve(part))).append('\n');
    }
    // The bootstrap mode has no accounts in force until it is told to read them.
    script.append("DELETE FROM mysql.global_priv WHERE User='';\nFLUSH PRIVILEGES;\n");
    for (String statement : Account.create(monitorPrivileges())) {
      script.append(statement).append(";\n");
    }
    return script.toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> bootstrap(Path installation, Path dataFolder, Path script) {
    List<String> command = new ArrayList<>(common(installation, dataFolder));
    command.addAll(List.of("--bootstrap", "--skip-log-bin", "--innodb-undo-tablespaces=0"));
    return command;
  }

  @Override
  public List<String> server(Path installation, ServerSettings settings) {
    List<String> command = new ArrayList<>(common(installation, settings.dataFolder()));
    command.addAll(
        List.of(
            "--log-slave-updates",
            // The ordinary user may create triggers and functions, as on a server without a log.
            "--log-bin-trust-function-creators=ON",
            "--gtid-strict-mode=ON",
            "--binlog-format=ROW",
            "--innodb-undo-tablespaces=0",
            "--performance-schema=OFF",
            "--slave-net-timeout=10"));
    command.addAll(settings.options());
    return command;
  }

  @Override
  public String image() {
    return "mariadb:11.4";
  }

  @Override
  public List<String> containerOptions() {
    return List.of("--log-bin=binlog", "--gtid-strict-mode=ON", "--binlog-format=ROW");
  }

  private static List<String> common(Path installation, Path dataFolder) {
    Path share = installation.resolve("share");
    return List.of(
        installation.resolve("bin").resolve("mariadbd").toString(),
        "--no-defaults",
        "--basedir=" + installation,
        "--lc-messages-dir=" + share,
        "--character-sets-dir=" + share.resolve("charsets"),
        "--datadir=" + dataFolder,
        "--innodb-log-file-size=8M",
        "--innodb-buffer-pool-size=32M",
        "--innodb-use-native-aio=0",
        "--innodb-flush-method=nosync",
        // Written at each commit, so that kill -9 loses nothing; with 0 it loses a second.
        "--innodb-flush-log-at-trx-commit=2",
        // Without this each start makes certificates, which takes 2 to 10 seconds.
        "--skip-ssl");
  }

  @Override
  public List<String> follow(int primaryPort) {
    String replication = Account.REPLICATION.userName();
    return List.of(
        // What this server wrote as a primary counts as applied.
        "SET GLOBAL gtid_slave_pos = @@gtid_binlog_pos",
        "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT="
            + primaryPort
            + ", MASTER_USER='"
            + replication
            + "', MASTER_PASSWORD='"
            + Account.REPLICATION.password()
            + "', MASTER_USE_GTID=slave_pos, MASTER_CONNECT_RETRY=1"
            + ", MASTER_SSL=0, MASTER_SSL_VERIFY_SERVER_CERT=0");
  }

  @Override
  public String delay(long seconds) {
    return "CHANGE MASTER TO MASTER_DELAY=" + seconds;
  }

  @Override
  public String position() {
    return "SELECT @@gtid_binlog_pos";
  }

  @Override
  public String await(String position, long seconds) {
    return "SELECT MASTER_GTID_WAIT('" + position + "', " + seconds + ")";
  }

  @Override
  public String receivedColumn() {
    return "Gtid_IO_Pos";
  }

  @Override
  public String applierColumn() {
    return "Slave_SQL_Running";
  }

  @Override
  public List<String> monitorPrivileges() {
    return List.of("SLAVE MONITOR, BINLOG MONITOR, PROCESS ON *.*");
  }
}
