package dev.persistence.testkit.postgres;

import dev.persistence.testkit.internal.Server;
import dev.persistence.testkit.internal.docker.ContainerRecipe;
import dev.persistence.testkit.internal.docker.Docker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts a single server as a container; standbys are a matter of {@link LocalBackend}. */
final class ContainerBackend implements PostgresBackend {

  private static final int PORT = 5432;

  /** What the template of local servers is made with; the settings rely on it. */
  private static final String INITDB_ARGUMENTS = "--encoding=UTF8 --locale=C --wal-segsize=1";

  private final int major;
  private final Map<String, String> settings;

  ContainerBackend(int major, Map<String, String> userSettings) {
    this.major = major;
    this.settings = PostgresSettings.with(major, userSettings);
  }

  @Override
  public Server startPrimary(String name) {
    return Docker.start(recipe());
  }

  ContainerRecipe recipe() {
    return new ContainerRecipe(
        "postgres:" + major,
        PORT,
        Map.of("POSTGRES_HOST_AUTH_METHOD", "trust", "POSTGRES_INITDB_ARGS", INITDB_ARGUMENTS),
        Map.of(),
        command(),
        port -> Sql.answers("127.0.0.1", port));
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(List.of("postgres"));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  @Override
  public Server startStandby(String name, Server primary) {
    throw single();
  }

  @Override
  public void reclone(String name, Server ended, Server primary) {
    throw single();
  }

  @Override
  public String conninfo(String name, Server primary) {
    throw single();
  }

  private static UnsupportedOperationException single() {
    return new UnsupportedOperationException("a PostgreSQL in a container has no standbys");
  }
}
