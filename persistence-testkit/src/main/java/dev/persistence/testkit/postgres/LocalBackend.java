package dev.persistence.testkit.postgres;

import dev.persistence.testkit.internal.ProcessLedger;
import dev.persistence.testkit.internal.Server;
import dev.persistence.testkit.internal.ServerProcess;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Starts the servers of a cluster as processes of this machine, on loopback ports. */
final class LocalBackend implements PostgresBackend {

  private final PostgresBinaries binaries;
  private final Map<String, String> settings;
  private final Map<Server, DataFolder> folders = new ConcurrentHashMap<>();

  LocalBackend(PostgresBinaries binaries, Map<String, String> userSettings) {
    this.binaries = binaries;
    this.settings = PostgresSettings.with(binaries.major(), userSettings);
    settings.putIfAbsent("listen_addresses", "127.0.0.1");
    settings.putIfAbsent("unix_socket_directories", "");
    settings.putIfAbsent("dynamic_shared_memory_type", "mmap");
  }

  @Override
  public Server startPrimary(String name) {
    return start(name, newFolder(name));
  }

  @Override
  public Server startStandby(String name, Server primary) {
    // Both are copies of one template, so the log of the primary alone makes them equal.
    DataFolder folder = newFolder(name);
    folder.followOnStart(conninfo(name, primary), name);
    return start(name, folder);
  }

  @Override
  public void reclone(String name, Server ended, Server primary) {
    DataFolder target = folder(ended);
    target.delete();
    new BaseBackup(new Sql(name, primary), folder(primary)).copyTo(target);
    target.configure(settings);
    target.followOnStart(conninfo(name, primary), name);
    ended.restart();
  }

  @Override
  public String conninfo(String name, Server primary) {
    return "host="
        + primary.host()
        + " port="
        + primary.port()
        + " user="
        + Sql.USER
        + " application_name="
        + name;
  }

  private DataFolder newFolder(String name) {
    DataFolder folder = new DataFolder(ProcessLedger.ofThisJvm().newFolder("postgres-" + name));
    binaries.newDataFolder(folder.data());
    folder.configure(settings);
    return folder;
  }

  private Server start(String name, DataFolder folder) {
    Server server = ServerProcess.start(new PostgresRecipe(name, binaries, folder.folder()));
    folders.put(server, folder);
    return server;
  }

  private DataFolder folder(Server server) {
    DataFolder folder = folders.get(server);
    if (folder == null) {
      throw new IllegalStateException("a server of another cluster");
    }
    return folder;
  }
}
