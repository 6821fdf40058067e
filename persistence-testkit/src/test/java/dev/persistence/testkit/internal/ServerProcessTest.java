package dev.persistence.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shell script plays the server. */
@Timeout(60)
class ServerProcessTest {

  private static final String FOREVER = "sleep 1000 & echo up; wait";

  private final List<Integer> ports = new ArrayList<>();
  private final Path folder = ProcessLedger.ofThisJvm().newFolder("script");

  @Test
  void killEndsTheWholeTreeAndRestartKeepsThePort() {
    try (ServerProcess server = ServerProcess.start(new Script(FOREVER, port -> true))) {
      ProcessHandle root = ProcessHandle.of(server.pid()).orElseThrow();
      List<ProcessHandle> children = root.descendants().toList();
      server.kill();
      assertThat(root.isAlive()).isFalse();
      assertThat(children).noneMatch(ServerProcessTest::isRunning);
      assertThat(server.isRunning()).isFalse();
      int port = server.port();
      server.restart();
      assertThat(server.isRunning()).isTrue();
      assertThat(server.port()).isEqualTo(port);
      assertThat(ports).containsOnly(port);
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void serverThatEndsByItselfFailsAtOnceWithItsLog() {
    assertThatThrownBy(
            () -> ServerProcess.start(new Script("echo no space; exit 3", port -> false)))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("script")
        .hasMessageContaining("it ended by itself")
        .hasMessageContaining("no space");
  }

  @Test
  void failedStartLeavesNoFolder() {
    assertThatThrownBy(
            () ->
                ServerProcess.start(
                    new Script(
                        "echo $$ > pid; sleep 1000",
                        port -> {
                          throw new IllegalStateException("answered with nonsense");
                        })))
        .hasMessageContaining("nonsense");
    assertThat(folder).doesNotExist();
  }

  /** A folder in the place of the file makes the ledger fail. */
  @Test
  void serverThatCannotBeRecordedIsEnded() throws IOException {
    Path list =
        ProcessLedger.ofThisJvm()
            .cacheFolder()
            .resolve("run")
            .resolve(ProcessIdentity.of(ProcessHandle.current()).toString())
            .resolve(ProcessLedger.PROCESSES);
    Path aside = list.resolveSibling("aside");
    if (Files.exists(list)) {
      Files.move(list, aside);
    }
    Files.createDirectories(list);
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    try {
      assertThatThrownBy(() -> ServerProcess.start(new Script(FOREVER, port -> true)))
          .isInstanceOf(UncheckedIOException.class);
    } finally {
      Files.delete(list);
      if (Files.exists(aside)) {
        Files.move(aside, list);
      }
    }
    assertThat(ProcessHandle.current().children().filter(child -> !before.contains(child)))
        .noneMatch(ServerProcessTest::isRunning);
    assertThat(folder).doesNotExist();
  }

  @Test
  void serverThatNeverAnswersFailsWithinTheBoundAndIsKilled() {
    assertThatThrownBy(() -> ServerProcess.start(new Script(FOREVER, port -> false)))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("it answered no query within PT1S")
        .hasRootCauseMessage("not yet");
  }

  @Test
  void takenPortIsReplacedByAnother() {
    String script =
        "if [ -e second ]; then "
            + FOREVER
            + "; else touch second; echo Address already in use; exit 1; fi";
    try (ServerProcess server = ServerProcess.start(new Script(script, port -> true))) {
      assertThat(ports).hasSize(2).doesNotHaveDuplicates().endsWith(server.port());
    }
  }

  @Test
  void programThatIsNotThereFailsWithItsName() {
    ServerRecipe missing =
        new Script(FOREVER, port -> true) {
          @Override
          public List<String> command(int port) {
            return List.of("/no/such/server");
          }
        };
    assertThatThrownBy(() -> ServerProcess.start(missing))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("/no/such/server");
  }

  @Test
  void stopUsesTheSignalOfTheRecipeAndWakesAFrozenServer() {
    String orderly = "trap 'echo bye > bye; kill $!; exit 0' TERM; ";
    try (ServerProcess server = ServerProcess.start(new Script(orderly + FOREVER, port -> up()))) {
      ProcessHandle root = ProcessHandle.of(server.pid()).orElseThrow();
      List<ProcessHandle> children = root.descendants().toList();
      server.freeze();
      assertThat(server.isFrozen()).isTrue();
      assertThat(server.isRunning()).isTrue();
      server.stop();
      assertThat(folder.resolve("bye")).exists();
      assertThat(server.isFrozen()).isFalse();
      assertThat(children).isNotEmpty();
      await().until(() -> children.stream().noneMatch(ServerProcessTest::isRunning));
      server.stop();
      assertThatThrownBy(server::thaw).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void closedServerCannotBeRestarted() {
    ServerProcess server = ServerProcess.start(new Script(FOREVER, port -> true));
    server.close();
    assertThatThrownBy(server::restart)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot restart script: it is closed");
    assertThatThrownBy(server::freeze)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cannot freeze script: it is closed");
    server.kill();
    server.stop();
    server.close();
  }

  @Test
  void interruptedThreadClosesAsWellAsAnyOther() throws IOException {
    String family = "for i in 1 2 3 4 5 6 7 8 9 10; do sleep 1000 & done; echo up; wait";
    for (int i = 0; i < 20; i++) {
      Files.createDirectories(folder);
      ServerProcess server = ServerProcess.start(new Script(family, port -> true));
      Thread.currentThread().interrupt();
      server.close();
      assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
      assertThat(folder).doesNotExist();
    }
  }

  @Test
  void interruptedProgramIsKilled() throws IOException {
    Path pid = Files.createDirectories(folder).resolve("pid");
    String command = "echo $$ > pid.new && mv pid.new " + pid + " && exec sleep 1000";
    Thread runner =
        new Thread(
            () ->
                assertThatThrownBy(
                        () -> Program.run(List.of("sh", "-c", "cd " + folder + " && " + command)))
                    .hasMessageContaining("interrupted"));
    runner.start();
    await().until(() -> Files.exists(pid));
    runner.interrupt();
    await().until(() -> !runner.isAlive());
    assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).stream())
        .noneMatch(ServerProcessTest::isRunning);
  }

  private static boolean isRunning(ProcessHandle process) {
    return new ProcessTree(process).isRunning();
  }

  private boolean up() {
    return new ServerLog(folder.resolve("server.log")).tail().contains("up");
  }

  private class Script implements ServerRecipe {
    private final String script;
    private final IntPredicate ready;

    Script(String script, IntPredicate ready) {
      this.script = script;
      this.ready = ready;
    }

    @Override
    public String name() {
      return "script";
    }

    @Override
    public Path folder() {
      return folder;
    }

    @Override
    public List<String> command(int port) {
      ports.add(port);
      return List.of("sh", "-c", script);
    }

    @Override
    public boolean answers(int port) throws SQLException {
      if (!ready.test(port) || !up()) {
        throw new SQLException("not yet");
      }
      return true;
    }

    @Override
    public Duration startBound() {
      return Duration.ofSeconds(1);
    }
  }
}
