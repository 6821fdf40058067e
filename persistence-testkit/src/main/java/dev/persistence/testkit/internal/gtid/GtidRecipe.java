package dev.persistence.testkit.internal.gtid;

import dev.persistence.testkit.internal.Folders;
import dev.persistence.testkit.internal.ServerRecipe;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** How one node of a MariaDB or MySQL cluster is started. */
final class GtidRecipe implements ServerRecipe {

  /** More than a cluster has nodes, which are numbered from 1. */
  private static final int IDENTITY_STEP = 100;

  private final GtidEngine engine;
  private final String name;
  private final Path folder;

  /** A server skips what carries its own number, so one that starts over needs another. */
  private final AtomicInteger serverId;

  /** Survives a restart, which a SET GLOBAL does not; written by the verbs of the node. */
  private volatile boolean readOnly;

  GtidRecipe(GtidEngine engine, String name, Path folder, int serverId) {
    this.engine = engine;
    this.name = name;
    this.folder = folder;
    this.serverId = new AtomicInteger(serverId);
    this.readOnly = serverId > 1;
  }

  /** Lets the next start be that of a server which never ran before. */
  void newIdentity() {
    serverId.addAndGet(IDENTITY_STEP);
  }

  void readOnly(boolean value) {
    readOnly = value;
  }

  Path dataFolder() {
    return folder.resolve(ServerSettings.DATA);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public List<String> command(int port) {
    return engine.server(
        engine.installation(), new ServerSettings(folder, port, serverId.get(), readOnly));
  }

  @Override
  public boolean answers(int port) throws SQLException {
    return Folders.isSame(new Steering(name, port).dataFolder(), dataFolder());
  }
}
