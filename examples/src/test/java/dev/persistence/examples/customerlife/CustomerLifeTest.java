package dev.persistence.examples.customerlife;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program counts what each step promises; here nobody reads along. */
@WithPostgres
class CustomerLifeTest {

  @Test
  void everyAnswerIsRight(PostgresCluster cluster, @TempDir Path folder) throws Exception {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
    boolean right = CustomerLife.tell(cluster, folder, out);
    String story = told.toString(StandardCharsets.UTF_8);
    assertTrue(right, story);
    assertTrue(story.contains("takes its place"), story);
  }
}
