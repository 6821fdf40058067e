package dev.persistence.sharding.scatter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many more rows than there is heap for are merged one by one. */
@WithPostgres
class ScatterHeapDatabaseTest {

  /** A million of each shard at scale 10; at scale 1 they already are twice the heap. */
  private static final int ROWS =
      100_000 * Math.min(10, Integer.getInteger("persistence.test.scale", 1));

  @Test
  void rowsOfFourShardsAreMergedInASmallHeap(PostgresCluster cluster) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ScatterHeapProcess.class.getName(),
                    cluster.primary().jdbcUrl(),
                    Integer.toString(ROWS)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit of the process").isZero();
    assertThat(told.strip()).endsWith(Integer.toString(4 * ROWS));
  }
}
