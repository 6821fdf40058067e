package dev.persistence.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Busy loops play the server: more than there are processors, so that most wait for their turn. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ProcessTreeTest {

  private static final int LOOPS = 8;
  private static final String SCRIPT =
      "i=0; while [ $i -lt " + LOOPS + " ]; do (while :; do :; done) & i=$((i+1)); done; wait";

  private ProcessHandle root;
  private ProcessTree tree;

  @BeforeEach
  void start() throws IOException {
    root = new ProcessBuilder("nice", "sh", "-c", SCRIPT).start().toHandle();
    ProcessLedger.ofThisJvm().record(root);
    tree = new ProcessTree(root);
    await().until(() -> root.descendants().count() == LOOPS);
  }

  @AfterEach
  void end() {
    tree.kill();
    ProcessLedger.ofThisJvm().forget(root);
  }

  @Test
  void frozenTreeStandsStillWhenFreezeReturns() {
    for (int round = 0; round < 5; round++) {
      tree.freeze();
      assertThat(states()).hasSize(LOOPS + 1).containsOnly("T");
      tree.thaw();
      assertThat(tree.isRunning()).isTrue();
      await().until(() -> states().contains("R"));
    }
  }

  @Test
  void killedTreeIsDeadThoughItWasFrozen() {
    List<ProcessHandle> children = root.descendants().toList();
    tree.freeze();

    tree.kill();

    assertThat(tree.isRunning()).isFalse();
    assertThat(children).noneMatch(child -> new ProcessTree(child).isRunning());
  }

  /** Returns the letters that proc(5) has for the root and its children. */
  private List<String> states() {
    return Stream.concat(Stream.of(root), root.descendants())
        .map(process -> Path.of("/proc", Long.toString(process.pid()), "stat"))
        .map(ProcessTreeTest::stateIn)
        .toList();
  }

  private static String stateIn(Path stat) {
    try {
      String text = Files.readString(stat);
      return text.substring(text.lastIndexOf(')') + 2).substring(0, 1);
    } catch (IOException gone) {
      return "gone";
    }
  }
}
