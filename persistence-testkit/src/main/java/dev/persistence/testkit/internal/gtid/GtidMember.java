package dev.persistence.testkit.internal.gtid;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.internal.Folders;
import dev.persistence.testkit.internal.ProcessLedger;
import dev.persistence.testkit.internal.Server;
import dev.persistence.testkit.internal.ServerProcess;
import dev.persistence.testkit.internal.Waiting;
import dev.persistence.testkit.internal.docker.ContainerRecipe;
import dev.persistence.testkit.internal.docker.Docker;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One server of a cluster with what steers it; the nodes of all databases share it.
 *
 * @param engine what kind of server it is
 * @param recipe how it is started; knows whether the next start is read-only
 * @param server the server itself
 * @param steering its SQL
 */
record GtidMember(GtidEngine engine, GtidRecipe recipe, Server server, Steering steering) {

  private static final int CONTAINER_PORT = 3306;

  /** Starts a server on a fresh copy of the template. */
  static GtidMember start(GtidEngine engine, GtidRecipe recipe, DataTemplate template) {
    template.copyTo(recipe.dataFolder());
    Server server = ServerProcess.start(recipe);
    return new GtidMember(engine, recipe, server, new Steering(recipe.name(), server.port()));
  }

  /** Starts a single server as a container; its accounts are made by the image's entry point. */
  static GtidMember startContainer(GtidEngine engine) {
    String name = engine.name().toLowerCase(Locale.ROOT) + "1";
    String accounts = String.join(";\n", Account.create(engine.monitorPrivileges())) + ";\n";
    String password = Account.STEERING.password();
    Server server =
        Docker.start(
            new ContainerRecipe(
                engine.image(),
                CONTAINER_PORT,
                Map.of("MARIADB_ROOT_PASSWORD", password, "MYSQL_ROOT_PASSWORD", password),
                Map.of("/docker-entrypoint-initdb.d/accounts.sql", accounts),
                engine.containerOptions(),
                port -> new Steering(name, port).answers()));
    GtidRecipe unused = new GtidRecipe(engine, name, ProcessLedger.ofThisJvm().newFolder(name), 1);
    return new GtidMember(engine, unused, server, new Steering(name, server.port()));
  }

  String name() {
    return recipe.name();
  }

  /** Tells whether the server can be spoken to. */
  boolean isReachable() {
    return server.isReachable();
  }

  /** Tells whether a reachable server follows another one, paused or not. */
  boolean isReplica() {
    return received() != null;
  }

  void requireReplica() {
    server.requireReachable(name());
    if (!isReplica()) {
      throw new IllegalStateException(name() + " is no replica; allowed: a node that follows one");
    }
  }

  /** Returns the position of what has arrived; null on a server that follows nobody. */
  private @Nullable String received() {
    return steering.replicaStatus(engine.receivedColumn());
  }

  /** Returns the position after the last commit of this server. */
  String position() {
    server.requireReachable(name());
    return Objects.requireNonNullElse(steering.ask(engine.position()), "");
  }

  void applyDelay(Duration delay) {
    boolean paused = "No".equals(steering.replicaStatus(engine.applierColumn()));
    steering.run(
        "STOP REPLICA",
        engine.delay(delay.toSeconds()),
        paused ? "START REPLICA IO_THREAD" : "START REPLICA");
  }

  /** Resumes replay and takes back a delay. */
  void calm() {
    boolean isDelayed = !"0".equals(steering.replicaStatus("SQL_Delay"));
    if (isDelayed) {
      applyDelay(Duration.ZERO);
    }
    steering.run("START REPLICA SQL_THREAD");
  }

  /** Applies what has arrived and then accepts writes. */
  void promote(Duration bound) {
    // The applier first: a server with both threads stopped throws its relay log away.
    steering.run("START REPLICA SQL_THREAD", "STOP REPLICA IO_THREAD");
    awaitApplied(Objects.requireNonNullElse(received(), ""), bound);
    recipe.readOnly(false);
    steering.run("STOP REPLICA", "RESET REPLICA ALL", "SET GLOBAL read_only=OFF");
  }

  /** Makes a running server a read-only replica of the one on that port. */
  void follow(int primaryPort) {
    recipe.readOnly(true);
    steering.run("STOP REPLICA", "RESET REPLICA ALL", "SET GLOBAL read_only=ON");
    steering.run(engine.follow(primaryPort));
    steering.run("START REPLICA");
  }

  /**
   * Starts the server over without data and without a past: a primary keeps its whole binary log,
   * so that a new replica can follow it from the beginning.
   */
  void startOver(DataTemplate template) {
    server.kill();
    Folders.delete(recipe.dataFolder());
    template.copyTo(recipe.dataFolder());
    recipe.newIdentity();
    recipe.readOnly(true);
    server.restart();
  }

  /** Waits until this server has applied that position, asking in steps of a second. */
  void awaitApplied(String position, Duration bound) {
    String question = engine.await(position, 1);
    if (!Waiting.until(bound, () -> "0".equals(steering.ask(question)))) {
      throw new PersistenceException(
          new Explanation(
              name() + " has not applied " + position + " in time",
              "its replay is paused, delayed or broken: " + steering.replicaTrouble(),
              "Call resetReplay(), or look into the server's log"),
          null);
    }
  }
}
