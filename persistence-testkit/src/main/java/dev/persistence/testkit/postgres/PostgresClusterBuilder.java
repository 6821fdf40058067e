package dev.persistence.testkit.postgres;

import dev.persistence.core.Arguments;
import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.internal.Ownership;
import dev.persistence.testkit.internal.Platform;
import dev.persistence.testkit.internal.docker.Docker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configures and starts a {@link PostgresCluster}.
 *
 * <p>Defaults: no standby, the newest binaries on the class path, {@code synchronous_commit = on},
 * and settings that make a server small and quick to start. Not thread-safe; may be used for
 * several clusters.
 */
public final class PostgresClusterBuilder {

  private static final int MOST_STANDBYS = 8;
  private static final int OLDEST = 15;
  private static final int NEWEST = 18;
  private static final Pattern SETTING_NAME = Pattern.compile("[a-z_][a-z0-9_.]*");
  private static final Set<String> OWN_SETTINGS =
      Set.of(
          "data_directory",
          "hba_file",
          "listen_addresses",
          "port",
          "primary_conninfo",
          "primary_slot_name",
          "synchronous_commit",
          "unix_socket_directories");

  private final Map<String, String> settings = new LinkedHashMap<>();
  private int standbys;
  private @Nullable Integer version;
  private SynchronousCommit synchronousCommit = SynchronousCommit.ON;

  PostgresClusterBuilder() {}

  /** Chooses how many standbys stream from the primary: 0 to 8, default 0. */
  public PostgresClusterBuilder standbys(int count) {
    this.standbys = Arguments.inRange("standbys", count, 0, MOST_STANDBYS);
    return this;
  }

  /** Chooses the major version, 15 to 18; default is the newest on the class path. */
  public PostgresClusterBuilder version(int major) {
    this.version = Arguments.inRange("version", major, OLDEST, NEWEST);
    return this;
  }

  /**
   * Adds a line to the configuration of every server; the last value of a name counts.
   *
   * @param name a parameter of {@code postgresql.conf}; not one by which the testkit itself wires
   *     the servers, such as {@code port}
   * @param value without quotes, such as {@code 64MB}
   */
  public PostgresClusterBuilder setting(String name, String value) {
    if (!SETTING_NAME.matcher(Arguments.notBlank("setting", name)).matches()
        || OWN_SETTINGS.contains(name)) {
      throw new IllegalArgumentException(
          "setting is "
              + name
              + "; allowed: lower-case parameters of postgresql.conf other than "
              + OWN_SETTINGS.stream().sorted().toList());
    }
    if (Arguments.notNull("value of " + name, value).contains("\n")) {
      throw new IllegalArgumentException(
          "value of " + name + " has a line break; allowed: text on one line");
    }
    settings.put(name, value);
    return this;
  }

  /**
   * Chooses what a commit waits for; default {@link SynchronousCommit#ON}. With one of the {@code
   * REMOTE} levels a commit waits for all standbys that stream, so that it hangs while one of them
   * is stopped, frozen or (for {@link SynchronousCommit#REMOTE_APPLY}) paused.
   */
  public PostgresClusterBuilder synchronousCommit(SynchronousCommit level) {
    this.synchronousCommit = Arguments.notNull("synchronousCommit", level);
    return this;
  }

  /**
   * Starts the servers and returns when all answer and all standbys stream: about a second, and a
   * few more when this machine has to unpack the binaries first.
   *
   * @throws BackendUnavailableException if the class path has no binaries for this platform and
   *     version, or no driver
   * @throws PersistenceException if a server does not come up; the message has its log
   */
  public PostgresCluster start() {
    Sql.requireDriver();
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("synchronous_commit", synchronousCommit.setting());
    PostgresServers servers = PostgresServers.start(backend(all), synchronousCommit, standbys);
    return new PostgresCluster(servers, Sql.DATABASE, Ownership.EXCLUSIVE);
  }

  private PostgresBackend backend(Map<String, String> all) {
    if (Docker.isAsked()) {
      Docker.requireSingle("PostgreSQL", standbys);
      return new ContainerBackend(version == null ? NEWEST : version, all);
    }
    return new LocalBackend(PostgresBinaries.find(Platform.current(), version), all);
  }
}
