package dev.persistence.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What remains of a cluster when the JVM that started it ends without closing it. */
@Timeout(180)
class LeftoversFaultTest {

  /** One for all tests, so that the binaries are unpacked once. */
  @TempDir private static Path cache;

  @Test
  void jvmThatEndsLeavesNoProcessAndNoFolder() throws IOException, InterruptedException {
    Process jvm = start("end");
    List<ProcessHandle> servers = servers(jvm);
    assertThat(jvm.waitFor()).isZero();
    assertAllGone(servers);
  }

  @Test
  void nextRunSweepsWhatAKilledJvmLeft() throws IOException, InterruptedException {
    Process killed = start("wait");
    List<ProcessHandle> orphans = servers(killed);
    killed.destroyForcibly().waitFor();
    assertThat(orphans).hasSize(2).allMatch(ProcessHandle::isAlive);
    assertThat(runFolders()).hasSize(1);

    Process next = start("wait");
    List<ProcessHandle> servers = servers(next);
    await().until(() -> orphans.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(start("end").waitFor()).as("one more run, which sweeps too").isZero();
    assertThat(servers).as("the living run keeps its own").allMatch(ProcessHandle::isAlive);
    assertThat(runFolders()).hasSize(1);

    next.getOutputStream().close();
    assertThat(next.waitFor()).isZero();
    assertAllGone(servers);
  }

  private static void assertAllGone(List<ProcessHandle> servers) throws IOException {
    await().until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(runFolders()).isEmpty();
  }

  private static Process start(String argument) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dpersistence.testkit.cache=" + cache,
            "-cp",
            System.getProperty("java.class.path"),
            ClusterInAnotherJvm.class.getName(),
            argument)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Returns the servers that the program says it has started. */
  private static List<ProcessHandle> servers(Process jvm) throws IOException {
    BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8);
    String line = Objects.requireNonNull(output.readLine(), "the program printed no pids");
    return Stream.of(line.strip().split(" "))
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .toList();
  }

  private static List<Path> runFolders() throws IOException {
    try (var all = Files.list(cache.resolve("run"))) {
      return all.toList();
    }
  }
}
