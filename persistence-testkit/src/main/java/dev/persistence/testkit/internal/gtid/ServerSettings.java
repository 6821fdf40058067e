package dev.persistence.testkit.internal.gtid;

import dev.persistence.testkit.internal.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one start of a server needs to know.
 *
 * @param folder the server's own folder, short enough for a socket path
 * @param port the port on 127.0.0.1
 * @param serverId the number that its transactions carry, different for each node of a cluster
 * @param readOnly whether ordinary users may only read
 */
public record ServerSettings(Path folder, int port, int serverId, boolean readOnly) {

  static final String DATA = "data";

  /** Returns the folder of the data files. */
  public Path dataFolder() {
    return folder.resolve(DATA);
  }

  /** Returns the options that MariaDB and MySQL spell alike. */
  public List<String> options() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--tmpdir=" + folder,
                "--socket=" + folder.resolve("s"),
                "--pid-file=" + folder.resolve("server.pid"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--server-id=" + serverId,
                "--read-only=" + (readOnly ? "ON" : "OFF"),
                "--log-bin=binlog",
                "--relay-log=relay",
                "--relay-log-recovery=ON",
                // Only a crash of the machine, not of the server, needs the binary log synced.
                "--sync-binlog=0"));
    if (Platform.current().isRoot()) {
      // Both refuse to run as root unless they are told to.
      options.add("--user=root");
    }
    return options;
  }
}
