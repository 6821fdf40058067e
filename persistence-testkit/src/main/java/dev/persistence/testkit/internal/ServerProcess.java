package dev.persistence.testkit.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Server} that is a process of this machine, on a loopback port, started from a {@link
 * ServerRecipe}.
 *
 * <p>Ready means that the server answered a query. Each process is written to the {@link
 * ProcessLedger} at once, so that it ends with this JVM. Failure messages carry the end of the
 * server's log.
 */
public final class ServerProcess implements Server {

  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

  private static final int PORT_ATTEMPTS = 5;
  private static final Duration STOP_BOUND = Duration.ofSeconds(15);

  private final ServerRecipe recipe;
  private final int port;
  private final ServerLog log;
  private final ProcessLedger ledger = ProcessLedger.ofThisJvm();
  private volatile @Nullable Process process;
  private volatile boolean frozen;
  private volatile boolean closed;

  private ServerProcess(ServerRecipe recipe, int port) {
    this.recipe = recipe;
    this.port = port;
    this.log = new ServerLog(recipe.folder().resolve("server.log"));
  }

  /**
   * Starts the server on a free port and returns when it is ready.
   *
   * @throws PersistenceException if it ended or did not answer in time; the message has its log,
   *     and its folder is deleted
   */
  public static ServerProcess start(ServerRecipe recipe) {
    for (int attempt = 1; ; attempt++) {
      ServerProcess server = new ServerProcess(recipe, Ports.free());
      try {
        server.launch();
        return server;
      } catch (RuntimeException failure) { // Whatever it is, nothing may be left behind.
        if (attempt == PORT_ATTEMPTS || !recipe.portWasTaken(server.log.sinceLaunch())) {
          server.closeAfter(failure);
          throw failure;
        }
      }
    }
  }

  private void closeAfter(RuntimeException failure) {
    try {
      close();
    } catch (RuntimeException second) { // Whatever closing throws belongs to the first failure.
      failure.addSuppressed(second);
    }
  }

  private void launch() {
    long start = System.nanoTime();
    try {
      log.markLaunch();
      ProcessBuilder builder =
          new ProcessBuilder(recipe.command(port))
              .directory(recipe.folder().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
      builder.environment().putAll(recipe.environment());
      Process started = builder.start();
      process = started; // First, so that it can be stopped even if it cannot be recorded.
      ledger.record(started.toHandle());
    } catch (IOException failure) {
      throw failed("the program did not start: " + failure.getMessage(), failure);
    }
    awaitReady();
    LOG.debug(
        "{} ready on {} in {} ms", recipe.name(), port, (System.nanoTime() - start) / 1_000_000);
  }

  private void awaitReady() {
    Probe probe = new Probe();
    try {
      Waiting.until(recipe.startBound(), () -> !isRunning() || probe.answered());
      if (!isRunning()) {
        throw failed("it ended by itself", probe.lastFailure);
      }
      if (!probe.answered) {
        throw failed("it answered no query within " + recipe.startBound(), probe.lastFailure);
      }
    } catch (RuntimeException failure) {
      kill();
      throw failure;
    }
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return port;
  }

  /** Returns the process id of the running server, or -1. */
  public long pid() {
    Process current = process;
    return current == null ? -1 : current.pid();
  }

  @Override
  public boolean isRunning() {
    Process current = process;
    return current != null && current.isAlive();
  }

  @Override
  public boolean isFrozen() {
    return frozen;
  }

  @Override
  public void freeze() {
    tree("freeze").freeze();
    frozen = true;
  }

  @Override
  public void thaw() {
    tree("thaw").thaw();
    frozen = false;
  }

  @Override
  public void kill() {
    Process current = process;
    if (current != null) {
      new ProcessTree(current.toHandle()).kill();
      ended(current);
    }
  }

  @Override
  public void stop() {
    Process current = process;
    if (current == null) {
      return;
    }
    if (!current.isAlive()) { // Its pid may be somebody else's by now.
      ended(current);
      return;
    }
    ProcessTree tree = new ProcessTree(current.toHandle());
    tree.signalRoot(recipe.stopSignal());
    if (frozen) {
      tree.thaw();
    }
    if (!Waiting.until(STOP_BOUND, () -> !current.isAlive())) {
      LOG.warn("{} did not stop within {} and is killed", recipe.name(), STOP_BOUND);
      tree.kill();
    }
    ended(current);
  }

  @Override
  public void restart() {
    if (closed) {
      throw new IllegalStateException(
          "cannot restart " + recipe.name() + ": it is closed and its data is gone; start another");
    }
    stop();
    launch();
  }

  @Override
  public void close() {
    closed = true;
    kill();
    Folders.delete(recipe.folder());
  }

  private void ended(Process current) {
    ledger.forget(current.toHandle());
    frozen = false;
    process = null;
  }

  private ProcessTree tree(String verb) {
    Process current = process;
    if (current == null || !current.isAlive()) {
      throw new IllegalStateException(
          "cannot "
              + verb
              + " "
              + recipe.name()
              + (closed ? ": it is closed" : ": it does not run; restart it first"));
    }
    return new ProcessTree(current.toHandle());
  }

  private PersistenceException failed(String why, @Nullable Exception cause) {
    return new PersistenceException(
        new Explanation(
            "Test server " + recipe.name() + " on port " + port + " did not come up",
            why,
            "The end of its log says more:\n" + log.tail()),
        cause);
  }

  /** Keeps the last failure of a readiness question, for the message when time is up. */
  private final class Probe {
    private boolean answered;
    private @Nullable SQLException lastFailure;

    private boolean answered() {
      try {
        answered = recipe.answers(port);
      } catch (SQLException notYet) {
        lastFailure = notYet;
      }
      return answered;
    }
  }
}
