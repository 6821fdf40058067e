package dev.persistence.testkit.mysql;

import dev.persistence.testkit.internal.gtid.Account;
import dev.persistence.testkit.internal.gtid.GtidEngine;
import dev.persistence.testkit.internal.gtid.ServerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How MySQL 8.0 is installed, started and made to replicate.
 *
 * <p>Source: the <a href="https://dev.mysql.com/doc/refman/8.0/en/replication-gtids.html">chapter
 * on GTIDs</a> of the reference manual.
 */
final class MySqlEngine implements GtidEngine {

  @Override
  public String name() {
    return "MySQL";
  }

  @Override
  public Path installation() {
    return MySqlArchive.installation();
  }

  @Override
  public String bootstrapScript(Path installation) {
    return String.join(";\n", Account.create(monitorPrivileges())) + ";\n";
  }

  @Override
  public List<String> bootstrap(Path installation, Path dataFolder, Path script) {
    List<String> command = new ArrayList<>(common(installation, dataFolder));
    command.addAll(List.of("--initialize-insecure", "--skip-log-bin", "--init-file=" + script));
    return command;
  }

  @Override
  public List<String> server(Path installation, ServerSettings settings) {
    List<String> command = new ArrayList<>(common(installation, settings.dataFolder()));
    command.addAll(
        List.of(
            "--gtid-mode=ON",
            "--enforce-gtid-consistency=ON",
            "--log-replica-updates=ON",
            // The ordinary user may create triggers and functions, as on a server without a log.
            "--log-bin-trust-function-creators=ON",
            "--session-track-gtids=OWN_GTID",
            "--mysqlx=OFF",
            "--performance-schema=OFF",
            "--replica-net-timeout=10"));
    command.addAll(settings.options());
    return command;
  }

  @Override
  public String image() {
    return "mysql:8.0";
  }

  @Override
  public List<String> containerOptions() {
    return List.of(
        "--gtid-mode=ON", "--enforce-gtid-consistency=ON", "--session-track-gtids=OWN_GTID");
  }

  private static List<String> common(Path installation, Path dataFolder) {
    return List.of(
        installation.resolve("bin").resolve("mysqld").toString(),
        "--no-defaults",
        "--basedir=" + installation,
        "--datadir=" + dataFolder,
        "--innodb-redo-log-capacity=16M",
        "--innodb-buffer-pool-size=32M",
        // The archive's libaio is a stand-in, see MySqlArchive.
        "--innodb-use-native-aio=OFF",
        "--innodb-flush-method=nosync",
        // Written at each commit, so that kill -9 loses nothing; with 0 it loses a second.
        "--innodb-flush-log-at-trx-commit=2");
  }

  @Override
  public List<String> follow(int primaryPort) {
    return List.of(
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT="
            + primaryPort
            + ", SOURCE_USER='"
            + Account.REPLICATION.userName()
            + "', SOURCE_PASSWORD='"
            + Account.REPLICATION.password()
            + "', SOURCE_AUTO_POSITION=1, SOURCE_CONNECT_RETRY=1, GET_SOURCE_PUBLIC_KEY=1");
  }

  @Override
  public String delay(long seconds) {
    return "CHANGE REPLICATION SOURCE TO SOURCE_DELAY=" + seconds;
  }

  @Override
  public String position() {
    return "SELECT @@global.gtid_executed";
  }

  @Override
  public String await(String position, long seconds) {
    return "SELECT WAIT_FOR_EXECUTED_GTID_SET('" + position + "', " + seconds + ")";
  }

  @Override
  public String receivedColumn() {
    return "Retrieved_Gtid_Set";
  }

  @Override
  public String applierColumn() {
    return "Replica_SQL_Running";
  }

  @Override
  public List<String> monitorPrivileges() {
    return List.of(
        "REPLICATION CLIENT, PROCESS ON *.*",
        "SELECT ON performance_schema.replication_connection_status");
  }
}
